namespace TrackerFetcher.Sources.Simulator;

/// <summary>Which report arrives when: gaps, late ones and duplicates included. Endless, in order of arrival.</summary>
internal sealed class DeliverySchedule
{
    private static readonly TimeSpan GapSpan = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromSeconds(1);

    private readonly SimulatorOptions _options;
    private readonly long _pace;
    private readonly (long Phase, int Tracker)[] _trackers;

    public DeliverySchedule(SimulatorOptions options)
    {
        _options = options;
        _pace = options.Pace.Ticks;

        // Within its interval each tracker has a moment of its own, in whole milliseconds; by that moment they take turns.
        _trackers = new (long, int)[options.Trackers];
        for (int i = 0; i < _trackers.Length; i++)
        {
            double share = Dice.Roll(options.Seed, Dice.Throw.Phase, i, 0);
            long phase = (long)(share * (_pace / TimeSpan.TicksPerMillisecond)) * TimeSpan.TicksPerMillisecond;
            _trackers[i] = (phase, i);
        }

        Array.Sort(_trackers);
    }

    /// <summary>What arrives after <paramref name="last"/>.</summary>
    public IEnumerable<Delivery> After(Delivery last)
    {
        PriorityQueue<Delivery, Delivery> waiting = new();
        long slot = (last.DeliveredAt - _options.LongestDelay - DateTime.UnixEpoch).Ticks / _pace;
        for (; ; slot++)
        {
            foreach ((long phase, int tracker) in _trackers)
            {
                DateTime recordedAt = DateTime.UnixEpoch.AddTicks((slot * _pace) + phase);
                Delivery onTime = new(recordedAt, tracker, slot, IsCopy: false, recordedAt);
                while (waiting.TryPeek(out Delivery next, out _) && next < onTime)
                {
                    yield return waiting.Dequeue();
                }

                if (IsSilent(tracker, recordedAt))
                {
                    continue;
                }

                Delivery delivery = onTime;
                if (Roll(Dice.Throw.Late, onTime) < _options.LateShare)
                {
                    delivery = onTime with { DeliveredAt = recordedAt + DelayOf(Dice.Throw.Delay, onTime) };
                    Wait(delivery);
                }
                else if (delivery > last)
                {
                    yield return delivery;
                }

                if (Roll(Dice.Throw.Duplicate, onTime) < _options.DuplicateShare)
                {
                    Wait(onTime with { DeliveredAt = recordedAt + DelayOf(Dice.Throw.DuplicateDelay, onTime), IsCopy = true });
                }
            }
        }

        void Wait(Delivery delivery)
        {
            if (delivery > last)
            {
                waiting.Enqueue(delivery, delivery);
            }
        }
    }

    private bool IsSilent(int tracker, DateTime at) =>
        Dice.Roll(_options.Seed, Dice.Throw.Gap, tracker, at.Ticks / GapSpan.Ticks) < _options.GapShare;

    private TimeSpan DelayOf(Dice.Throw question, Delivery delivery)
    {
        double share = Roll(question, delivery);
        TimeSpan delay = ShortestDelay + (share * (_options.LongestDelay - ShortestDelay));
        return TimeSpan.FromMilliseconds(Math.Floor(delay.TotalMilliseconds));
    }

    private double Roll(Dice.Throw question, Delivery delivery) => Dice.Roll(_options.Seed, question, delivery.Tracker, delivery.Slot);
}
