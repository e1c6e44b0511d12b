using System.ComponentModel.DataAnnotations;

namespace TrackerStatus.Timeline;

internal sealed class StatusOptions
{
    /// <summary>
    /// How long a tracker may be silent before it is inactive, unless its model sets a threshold. 1 minute to 3650 days.
    /// The default value is 7 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00", ErrorMessage = "InactiveAfter must be between 00:01:00 and 3650.00:00:00; the default is 7.00:00:00.")]
    public TimeSpan InactiveAfter { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often silent trackers are looked for. 100 ms to 1 hour. The default value is 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00", ErrorMessage = "OverduePoll must be between 00:00:00.100 and 01:00:00; the default is 00:00:10.")]
    public TimeSpan OverduePoll { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The percentage at and below which a battery is low. 0 to 100. The default value is 20.</summary>
    [Range(0, 100, ErrorMessage = "BatteryLowPercent must be between 0 and 100 percent; the default is 20.")]
    public double BatteryLowPercent { get; set; } = 20;

    /// <summary>
    /// How long a tracker must stay in a delivery location to be delivered. 0 s to 365 days. The default value is 15
    /// minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00", ErrorMessage = "DeliveredAfter must be between 00:00:00 and 365.00:00:00; the default is 00:15:00.")]
    public TimeSpan DeliveredAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Metres. Less accurate reports are ignored for deliveries. 1 to 100,000. The default value is 100 m.</summary>
    [Range(1, 100_000, ErrorMessage = "DeliveryAccuracyCapMetres must be between 1 and 100000 metres; the default is 100.")]
    public double DeliveryAccuracyCapMetres { get; set; } = 100;
}
