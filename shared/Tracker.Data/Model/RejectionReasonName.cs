using Tracker.Geo.Reports;

namespace Tracker.Data.Model;

/// <summary>Reasons as the database stores them, in snake case: <c>missing_time</c>.</summary>
public static class RejectionReasonName
{
    private static readonly Dictionary<string, RejectionReason> Reasons = Enum.GetValues<RejectionReason>().ToDictionary(Of, StringComparer.Ordinal);

    /// <summary>The stored name of a reason.</summary>
    public static string Of(RejectionReason reason) => ColumnName.Of(reason.ToString());

    /// <summary>The reason of a stored name.</summary>
    /// <exception cref="KeyNotFoundException">No reason has this name.</exception>
    public static RejectionReason Parse(string name) => Reasons[name];
}
