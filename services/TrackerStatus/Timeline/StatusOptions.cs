using System.ComponentModel.DataAnnotations;

namespace TrackerStatus.Timeline;

internal sealed class StatusOptions
{
    /// <summary>How long a tracker may be silent before it counts as inactive. 1 minute to 3650 days. The default value is 7 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00", ErrorMessage = "InactiveAfter must be between 00:01:00 and 3650.00:00:00; the default is 7.00:00:00.")]
    public TimeSpan InactiveAfter { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often the silent are looked for. 100 ms to 1 hour. The default value is 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00", ErrorMessage = "OverduePoll must be between 00:00:00.100 and 01:00:00; the default is 00:00:10.")]
    public TimeSpan OverduePoll { get; set; } = TimeSpan.FromSeconds(10);
}
