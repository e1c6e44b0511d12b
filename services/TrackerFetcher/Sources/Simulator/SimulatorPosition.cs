using System.Globalization;
using Tracker.Geo.Reports;

namespace TrackerFetcher.Sources.Simulator;

/// <summary>The last delivery of a simulated fleet that was read, and the number of deliveries.</summary>
internal sealed record SimulatorPosition(Delivery Last, long Count)
{
    private const string Version = "sim1";
    private static readonly DateTime Latest = new(2200, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The position before the first delivery at or after <paramref name="start"/>.</summary>
    public static SimulatorPosition Before(DateTime start) => new(new Delivery(start, -1, 0, IsCopy: false, start), 0);

    public static SimulatorPosition? Parse(string? text)
    {
        string[] parts = text?.Split(':') ?? [];
        return parts is [Version, { } at, { } tracker, { } slot, { } copy, { } count]
            && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out long ticks)
            && ticks >= ReportRules.Earliest.Ticks && ticks <= Latest.Ticks
            && int.TryParse(tracker, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            && long.TryParse(slot, NumberStyles.None, CultureInfo.InvariantCulture, out long slotNumber)
            && long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out long counted)
                ? new SimulatorPosition(Of(new DateTime(ticks, DateTimeKind.Utc), number, slotNumber, copy == "1"), counted)
                : null;

        // The event time does not affect the order.
        static Delivery Of(DateTime at, int tracker, long slot, bool isCopy) => new(at, tracker, slot, isCopy, at);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Version}:{Last.DeliveredAt.Ticks}:{Last.Tracker}:{Last.Slot}:{(Last.IsCopy ? 1 : 0)}:{Count}");
}
