using System.Xml;

namespace TrackerFetcher.Sources.Gpx;

/// <summary>The names of elements and attributes, which an XML reader keeps for good: GPX and its extensions have some hundred.</summary>
internal sealed class BoundedNames : NameTable
{
    public const int Most = 10_000;

    private int _count;

    public override string Add(string key) => Get(key) ?? Counted(base.Add(key));

    public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? Counted(base.Add(key, start, len));

    private string Counted(string name) => ++_count <= Most ? name : throw new XmlException($"It has more than {Most} different names of elements and attributes.");
}
