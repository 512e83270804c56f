<?xml version="1.0" encoding="UTF-8"?>
<tileset version="1.10" tiledversion="1.10.2" name="counters" tilewidth="52" tileheight="52" tilecount="40" columns="8" objectalignment="center">
 <image source="counters.png" width="416" height="260"/>
</tileset>
