-- The broker does not have the command, as far as anybody can tell. A worker's claim tells better.
-- ARGV: id, revision, keep ended, message, hint
local id, revision = ARGV[1], tonumber(ARGV[2])
if not LIVE[get(id, 'status')] or number(id, 'jobRevision') >= revision then return 0 end
if revision > 1 then
  -- The project goes on with the files that it had; whoever sends these again asks for a revision of their own. The number
  -- is not given out again: the command may be on its way all the same.
  if number(id, 'revision') == revision then redis.call('HSET', hash(id), 'revisedAt', '0', 'content', '') end
  return 0
end
if get(id, 'status') ~= 'creating' or get(id, 'acceptedAt') then return 0 end
fail(id, tonumber(ARGV[3]), {}, 'BROKER_UNAVAILABLE', ARGV[4], ARGV[5], '')
return 1
