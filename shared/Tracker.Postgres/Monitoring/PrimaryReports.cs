using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Monitoring;

/// <summary>
/// What the primary reports of its replicas. A report is as old as the replica's last message: the primary repeats it unchanged for as
/// long as the connection of a frozen or unreachable replica is open. Not thread-safe.
/// </summary>
internal sealed class PrimaryReports
{
    private Dictionary<string, (ReplicaReport Report, ObservedLag Lag)> _byName = new(StringComparer.Ordinal);
    private TimeSpan _asked;

    /// <summary>All replicas of the last report.</summary>
    public IReadOnlyList<(ReplicaReport Report, ObservedLag Lag)> All() => [.. _byName.Values];

    /// <summary>The lag of one replica, and when the replica sent the message that it rests on; null if the primary does not report
    /// it.</summary>
    public ObservedLag? Of(string? name) => name is not null && _byName.TryGetValue(name, out (ReplicaReport, ObservedLag Lag) known) ? known.Lag : null;

    /// <summary>Forgets everything.</summary>
    public void Clear() => _byName.Clear();

    /// <summary>Records the primary's answer.</summary>
    /// <param name="reports">The replicas.</param>
    /// <param name="asked">When the primary was asked.</param>
    /// <param name="lagOf">The lag of a report.</param>
    public void Record(IReadOnlyList<ReplicaReport> reports, TimeSpan asked, Func<ReplicaReport, ReplicationLag> lagOf)
    {
        Dictionary<string, (ReplicaReport, ObservedLag)> next = new(reports.Count, StringComparer.Ordinal);
        foreach (ReplicaReport report in reports)
        {
            bool isKnown = _byName.TryGetValue(report.Name, out (ReplicaReport Report, ObservedLag Lag) before);
            // By the clocks, a message came this long ago; surely after the last look, if there was one.
            TimeSpan sent = asked - report.SinceReply;
            next[report.Name] = isKnown && before.Report.RepliedAt == report.RepliedAt
                ? (report, before.Lag)
                : (report, new ObservedLag(lagOf(report), isKnown && sent < _asked ? _asked : sent));
        }

        _asked = asked;
        _byName = next;
    }
}
