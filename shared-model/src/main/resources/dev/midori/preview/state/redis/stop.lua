-- Ends a sandbox on behalf of somebody.
-- ARGV: id, user, reason, keep ended, replay id of the run ('*' for whichever it is), its sandbox at Daytona ('' where nobody
--   knows), today, start of today, yesterday
local id = ARGV[1]
if get(id, 'userId') ~= ARGV[2] then return { 'UNKNOWN' } end
-- The same id was begun anew by a replay since that was ordered. What was found again after a loss has the very sandbox, and
-- nobody knows any more of which run it is.
local another = ARGV[5] ~= '*' and (get(id, 'replayId') or '') ~= ARGV[5]
if another and (ARGV[6] == '' or get(id, 'daytonaId') ~= ARGV[6]) then return { 'OUTLIVED' } end
-- It is somebody else's by now, unless it never came to be.
if get(id, 'handedTo') then return { 'HANDED_OVER', get(id, 'daytonaId') or '' } end
if LIVE[get(id, 'status')] then
  begin_stop(id, ARGV[3], tonumber(ARGV[4]), { today = ARGV[7], start = ARGV[8], yesterday = ARGV[9] })
end
local status = get(id, 'status')
if status == 'stopping' or (status == 'error' and get(id, 'remains') == '1') then
  return { 'STOPPING', stop_order(id) }
end
return { 'ENDED' }
