# A day of 200 trackers that walk through the demo's town and rest at times: `rows` reports, some of them twice and some of them late.
BEGIN {
    seed = 7
    trackers = 200
    print "tracker,time_utc,latitude,longitude"
    for (row = 0; row < rows; row++) {
        t = row % trackers
        i = (row - t) / trackers
        if (i == 0) { lat[t] = 48.17 + dice() * 0.08; lon[t] = 16.31 + dice() * 0.12 }
        # Twenty reports on the way, fifteen at rest.
        if ((i + t) % 35 < 20) { lat[t] += (dice() - 0.5) * 0.004; lon[t] += (dice() - 0.5) * 0.006 }
        seconds = i * 60
        line = sprintf("t-%03d,2025-03-0%dT%02d:%02d:00Z,%.6f,%.6f", t, 1 + int(seconds / 86400), int(seconds / 3600) % 24, int(seconds / 60) % 60, lat[t], lon[t])
        if (row % 89 == 0) late[++lates] = line
        else print line
        if (row % 97 == 0) print line
        if (lates > 40) { for (l = lates; l > 0; l--) print late[l]; lates = 0 }
    }
    for (l = 1; l <= lates; l++) print late[l]
}
# The same numbers with every awk.
function dice() { seed = (seed * 16807) % 2147483647; return seed / 2147483647 }
