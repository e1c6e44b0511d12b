using System.Xml;

namespace TrackerFetcher.Sources.Gpx;

/// <summary>Limits the names of elements and attributes, which an XML reader keeps. GPX and its extensions have about a hundred.</summary>
internal sealed class BoundedNames : NameTable
{
    public const int Most = 10_000;

    private int _count;

    public override string Add(string key) => Get(key) ?? Count(base.Add(key));

    public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? Count(base.Add(key, start, len));

    private string Count(string name) => ++_count <= Most ? name : throw new XmlException($"It has more than {Most} different names of elements and attributes.");
}
