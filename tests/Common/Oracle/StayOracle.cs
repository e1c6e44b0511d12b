namespace Tracker.Tests.Oracle;

/// <summary>A stay, from its first report to the first report outside.</summary>
internal sealed record OracleStay(string Vehicle, DateTime StartedAt, DateTime FinishedAt, double Latitude, double Longitude, int Points);

/// <summary>
/// Stay points (Li et al. 2008) by brute force: from each anchor on, look for the first report at the distance or beyond. A silence
/// longer than the gap before it is found makes the report after the silence the next anchor, without a stay. What is still open at
/// the end is no stay.
/// </summary>
internal sealed class StayOracle(double metres, TimeSpan duration, TimeSpan gap)
{
    /// <param name="history">One vehicle's reports by time.</param>
    public IReadOnlyList<OracleStay> Of(IReadOnlyList<OracleReport> history)
    {
        List<OracleStay> stays = [];
        int anchor = 0;
        while (anchor < history.Count)
        {
            int outside = anchor + 1;
            bool silent = false;
            while (outside < history.Count)
            {
                silent = history[outside].Time - history[outside - 1].Time > gap;
                if (silent || Haversine.Metres(history[anchor], history[outside]) >= metres)
                {
                    break;
                }

                outside++;
            }

            if (outside < history.Count && !silent && history[outside].Time - history[anchor].Time >= duration)
            {
                stays.Add(Stay([.. history.Skip(anchor).Take(outside - anchor)], history[outside].Time));
            }

            anchor = outside;
        }

        return stays;
    }

    private static OracleStay Stay(OracleReport[] inside, DateTime finishedAt)
    {
        (double Latitude, double Longitude)[] places = [.. inside.Select(report => (report.Latitude, report.Longitude)).Distinct()];
        double east = places.Sum(place => Math.Sin(Math.PI / 180 * place.Longitude));
        double ahead = places.Sum(place => Math.Cos(Math.PI / 180 * place.Longitude));
        return new OracleStay(
            inside[0].Vehicle, inside[0].Time, finishedAt,
            places.Average(place => place.Latitude), 180 / Math.PI * Math.Atan2(east, ahead), inside.Length);
    }
}
