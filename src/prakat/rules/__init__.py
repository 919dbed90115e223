"""text that anybody wrote -> values, or what is wrong with the text and how to mend it, in Thai or in English"""
