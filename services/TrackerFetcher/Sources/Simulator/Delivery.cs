namespace TrackerFetcher.Sources.Simulator;

/// <summary>A report's arrival. Deliveries come in the order of this record's comparison: a total order.</summary>
/// <param name="DeliveredAt">When it arrives, UTC; later than the event for a late report and for a duplicate.</param>
/// <param name="Tracker">From 0.</param>
/// <param name="Slot">Which of the tracker's reports since 1970.</param>
/// <param name="IsCopy">The report's second arrival.</param>
/// <param name="RecordedAt">The event, UTC: it follows from tracker and slot.</param>
internal readonly record struct Delivery(DateTime DeliveredAt, int Tracker, long Slot, bool IsCopy, DateTime RecordedAt) : IComparable<Delivery>
{
    public int CompareTo(Delivery other)
    {
        int order = DeliveredAt.CompareTo(other.DeliveredAt);
        order = order != 0 ? order : Tracker.CompareTo(other.Tracker);
        order = order != 0 ? order : Slot.CompareTo(other.Slot);
        return order != 0 ? order : IsCopy.CompareTo(other.IsCopy);
    }

    public static bool operator <(Delivery left, Delivery right) => left.CompareTo(right) < 0;

    public static bool operator >(Delivery left, Delivery right) => left.CompareTo(right) > 0;

    public static bool operator <=(Delivery left, Delivery right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Delivery left, Delivery right) => left.CompareTo(right) >= 0;
}
