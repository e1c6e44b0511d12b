using System.Collections.Concurrent;
using EFCore.ReadWriteSplitting.Configuration;
using Microsoft.Extensions.Logging;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>Logs a setting that the server rejects, such as a password that was changed: once per minute, however many scopes fail.</summary>
internal sealed partial class RefusalLog(ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, long> _logged = new(StringComparer.Ordinal);

    public void Record(InvalidSettingException refusal)
    {
        long now = time.GetTimestamp();
        if (_logged.TryAdd(refusal.Setting, now)
            || (_logged.TryGetValue(refusal.Setting, out long last) && time.GetElapsedTime(last, now) >= Interval && _logged.TryUpdate(refusal.Setting, now, last)))
        {
            LogRefused(refusal.Message);
        }
    }

    [LoggerMessage(EventIds.LoginRefused, LogLevel.Error, "The database refuses connections until a setting is corrected: {Refusal}")]
    private partial void LogRefused(string refusal);
}
