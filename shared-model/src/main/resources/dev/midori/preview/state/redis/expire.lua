-- Ends what was not running in time, if that is still so. ARGV: id, total timeout, keep ended, today, start of today, yesterday
local id, keep = ARGV[1], tonumber(ARGV[3])
local status = get(id, 'status')
if status ~= 'creating' and status ~= 'building' or number(id, 'createdAt') + tonumber(ARGV[2]) > now then return {} end
expire(id, keep, { today = ARGV[4], start = ARGV[5], yesterday = ARGV[6] })
return get(id, 'remains') == '1' and { stop_order(id) } or {}
