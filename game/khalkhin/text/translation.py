"""The functions of :mod:`khalkhin.translation`, which had its place here."""

from khalkhin.translation import N_ as N_
from khalkhin.translation import Plural as Plural
from khalkhin.translation import _ as _
from khalkhin.translation import counted as counted
from khalkhin.translation import ngettext as ngettext
from khalkhin.translation import plural as plural
from khalkhin.translation import use as use
