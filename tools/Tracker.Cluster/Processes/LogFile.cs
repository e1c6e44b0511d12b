namespace Tracker.Cluster.Processes;

/// <summary>A log that processes append to and that never grows without bound.</summary>
public static class LogFile
{
    private const long MaximumBytes = 20_000_000;

    /// <summary>Moves the content of a big log to "NAME.1". Its writers append, so they go on in the emptied file.</summary>
    internal static void Rotate(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length < MaximumBytes)
            return;
        file.CopyTo(path + ".1", overwrite: true);
        using FileStream log = file.Open(FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        log.SetLength(0);
    }

    /// <summary>The last lines, for an error message that says where to read on.</summary>
    public static string Tail(string path, int lines = 15)
    {
        if (!File.Exists(path))
            return $"(no log at {path})";
        const int window = 16_384;
        using FileStream log = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        log.Seek(-Math.Min(window, log.Length), SeekOrigin.End);
        using StreamReader reader = new(log);
        IEnumerable<string> last = reader.ReadToEnd().TrimEnd().Split('\n').TakeLast(lines);
        return $"the end of {path}:{Environment.NewLine}{string.Join(Environment.NewLine, last)}";
    }
}
