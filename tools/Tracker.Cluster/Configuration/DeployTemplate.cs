using System.Text.RegularExpressions;

namespace Tracker.Cluster.Configuration;

/// <summary>A file of deploy/, whose ${NAME} places are filled in as envsubst would, but strictly.</summary>
internal static partial class DeployTemplate
{
    /// <summary>The file's text, filled in.</summary>
    /// <param name="path">Below deploy/: "haproxy/haproxy.cfg".</param>
    /// <param name="values">The value of each name.</param>
    public static string Render(string path, IReadOnlyDictionary<string, string> values)
    {
        using Stream stream = typeof(DeployTemplate).Assembly.GetManifestResourceStream("deploy/" + path)
            ?? throw new ArgumentException($"There is no deploy/{path}.", nameof(path));
        using StreamReader reader = new(stream);
        return Fill(reader.ReadToEnd(), values, "deploy/" + path);
    }

    internal static string Fill(string text, IReadOnlyDictionary<string, string> values, string source)
    {
        return Placeholder().Replace(text, match => match.Groups["name"].Value switch
        {
            "NAME" => match.Value, // the comments' own
            var name => values.TryGetValue(name, out string? value)
                ? value
                : throw new ArgumentException($"{source} asks for ${{{name}}}, which has no value.", nameof(values)),
        });
    }

    [GeneratedRegex(@"\$\{(?<name>[A-Z0-9_]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
