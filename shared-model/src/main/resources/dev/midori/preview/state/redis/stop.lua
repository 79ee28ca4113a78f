-- Ends a sandbox on behalf of somebody. ARGV: id, user, reason, keep ended, today, start of today, yesterday
local id = ARGV[1]
if get(id, 'userId') ~= ARGV[2] then return { 'UNKNOWN' } end
if LIVE[get(id, 'status')] then
  begin_stop(id, ARGV[3], tonumber(ARGV[4]), { today = ARGV[5], start = ARGV[6], yesterday = ARGV[7] })
end
local status = get(id, 'status')
if status == 'stopping' or (status == 'error' and get(id, 'remains') == '1') then
  return { 'STOPPING', stop_order(id) }
end
return { 'ENDED' }
