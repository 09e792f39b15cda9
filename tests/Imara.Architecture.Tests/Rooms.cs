using System.Xml.Linq;
using Imara.Testing;

namespace Imara.Architecture.Tests;

/// <summary>The table of rooms: what each may reference directly. References are transitive.</summary>
internal static class Rooms
{
    /// <summary>Room to the rooms named in its row.</summary>
    public static IReadOnlyDictionary<string, string[]> Table { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Imara"] = [],
        ["Imara.Hashing"] = ["Imara"],
        ["Imara.Policy"] = ["Imara"],
        ["Imara.Evaluation"] = ["Imara.Policy"],
        ["Imara.Signatures"] = ["Imara.Hashing"],
        ["Imara.Measurements"] = ["Imara.Signatures"],
        ["Imara.Engine"] = ["Imara.Evaluation", "Imara.Measurements"],
        ["Imara.Traces"] = ["Imara.Engine"],
        ["Imara.Linux"] = ["Imara"],
        ["Imara.Appraisal"] = ["Imara.Engine", "Imara.Linux"],
        ["Imara.Boot"] = ["Imara.Appraisal"],
        ["Imara.Runtime"] = ["Imara.Traces", "Imara.Appraisal"],
        ["Imara.Verifier"] = ["Imara.Measurements"],
        ["Imara.Cli"] = ["Imara.Runtime", "Imara.Boot", "Imara.Verifier"],
    };

    /// <summary>The rooms that exist.</summary>
    public static IEnumerable<string> Existing =>
        Repository.Files("src", "*.csproj").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    /// <summary>The room and everything it may reach.</summary>
    public static HashSet<string> Closure(string room)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([room]);
        while (open.TryPop(out var next))
        {
            if (reached.Add(next))
            {
                foreach (var below in Table[next])
                {
                    open.Push(below);
                }
            }
        }

        return reached;
    }

    /// <summary>The rooms a project file references.</summary>
    public static IEnumerable<string> ReferencedBy(string room) =>
        XDocument.Load(Repository.PathOf($"src/{room}/{room}.csproj"))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
}
