"""A campaign: what is carried over, its battles, its files, the staffs that fight one by themselves."""
