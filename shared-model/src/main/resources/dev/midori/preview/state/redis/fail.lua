-- The sandbox ends here, unless newer files have been asked for meanwhile.
-- ARGV: …, keep ended, code, message, hint, log tail, content hash ('' where the files are not to blame),
--   today, start of today, yesterday
local content = ARGV[10]
if content ~= '' then
  if wanted(id) > number(id, 'jobRevision') then return 'SUPERSEDED' end
  redis.call('SET', failure_of(get(id, 'userId'), get(id, 'projectId'), content), cjson.encode({ id = id, times = 0 }),
    'PX', FAILURES_KEPT)
end
fail(id, tonumber(ARGV[5]), { today = ARGV[11], start = ARGV[12], yesterday = ARGV[13] }, ARGV[6], ARGV[7], ARGV[8], ARGV[9])
return 'OK'
