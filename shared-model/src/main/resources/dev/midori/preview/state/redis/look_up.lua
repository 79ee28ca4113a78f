-- What is known of these. ARGV: ids. Answers status, Daytona's id, whether something remains, user, ending and replay of
-- each.
local known = {}
for i, id in ipairs(ARGV) do
  known[i] = { id, get(id, 'status') or '', get(id, 'daytonaId') or '', get(id, 'remains') or '',
    get(id, 'userId') or '', get(id, 'endedBecause') or '', get(id, 'replayId') or '', get(id, 'aliveBecause') or '' }
end
return known
