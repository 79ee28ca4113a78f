-- Daytona knows nothing of it. ARGV: id, keep ended, creation timeout, '1' where it had been there.
-- Doing it twice is the same as once. A create that was never answered may still land, so until it can't any more, `due`
-- looks again.
local id, keep, creation = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local status = get(id, 'status')
local answered = ARGV[4] == '1' or (get(id, 'daytonaId') or '') ~= ''
if may_remain(id) and not answered and number(id, 'createBegunAt') + creation > now then return 'EARLY' end
if status == 'stopping' then
  become(id, 'stopped')
  finish(id, keep)
elseif status == 'error' and get(id, 'remains') == '1' then
  finish(id, keep)
end
return 'OK'
