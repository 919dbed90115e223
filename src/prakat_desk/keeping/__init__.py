"""what people have typed and who has come in -> a small folder that may be lost, and back; git keeps all the rest"""
