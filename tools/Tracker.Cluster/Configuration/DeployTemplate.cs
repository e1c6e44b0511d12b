using System.Text.RegularExpressions;

namespace Tracker.Cluster.Configuration;

/// <summary>A template in deploy/. Replaces ${NAME} as envsubst does, but fails if a value is missing.</summary>
internal static partial class DeployTemplate
{
    /// <summary>Renders a template.</summary>
    /// <param name="path">Below deploy/: "haproxy/haproxy.cfg".</param>
    /// <param name="values">The values by placeholder name.</param>
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
            "NAME" => match.Value, // used in comments
            var name => values.TryGetValue(name, out string? value)
                ? value
                : throw new ArgumentException($"{source} asks for ${{{name}}}, which has no value.", nameof(values)),
        });
    }

    [GeneratedRegex(@"\$\{(?<name>[A-Z0-9_]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
