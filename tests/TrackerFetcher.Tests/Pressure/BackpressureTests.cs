using TrackerFetcher.Pressure;

namespace TrackerFetcher.Tests.Pressure;

public sealed class BackpressureTests
{
    [Fact]
    public void Set_tells_whether_back_pressure_begins_or_ends()
    {
        Backpressure pressure = new();
        PressureReading reading = default;
        Assert.False(pressure.Set(reading, TimeSpan.Zero));
        Assert.True(pressure.Set(reading, TimeSpan.FromSeconds(1)));
        Assert.False(pressure.Set(reading, TimeSpan.FromSeconds(2)));
        Assert.Equal(TimeSpan.FromSeconds(2), pressure.Pause);
        Assert.True(pressure.Set(reading, TimeSpan.Zero));
    }
}
