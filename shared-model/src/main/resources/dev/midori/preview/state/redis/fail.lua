-- ARGV: …, keep ended, code, message, hint, log tail
fail(id, tonumber(ARGV[5]), ARGV[6], ARGV[7], ARGV[8], ARGV[9])
return 'OK'
