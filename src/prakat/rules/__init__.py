"""text that anybody wrote -> values, or what is wrong with it and how to mend it, in Thai or in English"""
