namespace Tracker.Tests.Days;

/// <summary>Writes texts to temporary files that go when the tests' process ends.</summary>
internal static class DayFiles
{
    private static readonly Lazy<string> Folder = new(() =>
    {
        string folder = Directory.CreateTempSubdirectory("tracker-days-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    });

    public static string Write(string name, string text)
    {
        string path = Path.Combine(Folder.Value, name);
        File.WriteAllText(path, text);
        return path;
    }
}
