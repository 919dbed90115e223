"""schemas/, parsers and the packages' own words -> the texts that are derived from them"""
