using System.Text.Json;
using Imara.Tests.Shared;

namespace Imara.Kernel.Tests.Loading;

/// <summary>A policy, accesses that it decides about, and what is predicted of the list.</summary>
internal static class Accesses
{
    /// <summary>The policy, without its last line feed.</summary>
    public const string Policy = $"""
        dont_measure fsmagic={Access.FileSystem} fowner=1002
        measure func=BPRM_CHECK fsmagic={Access.FileSystem}
        measure func=MMAP_CHECK mask=MAY_EXEC fsmagic={Access.FileSystem} euid=1000 pcr=11
        measure func=FILE_CHECK mask=MAY_READ fsmagic={Access.FileSystem} fowner=1001
        measure func=FILE_CHECK mask=^MAY_APPEND fsmagic={Access.FileSystem} uid=0 pcr=12
        measure func=FILE_CHECK mask=^MAY_READ fsmagic={Access.FileSystem} uid=1000 template=ima-ng
        """;

    private static readonly Access[] All =
    [
        new("/files/true", Owner: 0, User: 0, AccessKind.Program),
        new("/files/plain", Owner: 0, User: 0, AccessKind.Read),
        new("/files/owned", Owner: 1001, User: 0, AccessKind.Read),
        new("/files/owned", Owner: 1001, User: 1000, AccessKind.Read),
        new("/files/theirs", Owner: 1000, User: 1000, AccessKind.Read),
        new("/files/uname", Owner: 1000, User: 1000, AccessKind.Program),
        new("/files/hidden", Owner: 1002, User: 1000, AccessKind.Read),
        new("/files/sync", Owner: 1002, User: 1000, AccessKind.Program),
        new("/files/log", Owner: 0, User: 0, AccessKind.Append),
        new("/files/diary", Owner: 1000, User: 1000, AccessKind.Append),
        new("/files/script", Owner: 0, User: 0, AccessKind.Script),
        new("/files/their-script", Owner: 1000, User: 1000, AccessKind.Script),
        new("/files/true", Owner: 0, User: 1000, AccessKind.Program),
    ];

    /// <summary>What the guest does.</summary>
    public static string Script => string.Concat(All.Select(access => access.Script));

    /// <summary>The entries that the accesses add, each as PCR, template and path: what `imara policy decide` says, a file once for each PCR.</summary>
    public static IEnumerable<string> Predict(string series)
    {
        var events = All.SelectMany(access => access.Events.Select(text => (access.Path, Text: text))).ToList();
        var policy = Path.GetTempFileName();
        try
        {
            File.WriteAllText(policy, Policy);
            var decided = Command.Run(
                NativeBinary.Path, ["policy", "decide", "--profile", series + "-debian", policy, "--events", "-"], System.Text.Encoding.UTF8.GetBytes(string.Join('\n', events.Select(e => e.Text))));
            Assert.True(decided.Exit == 0, decided.Error + decided.Output);
            var decisions = decided.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(events.Count, decisions.Length);
            return [.. events.Zip(decisions).SelectMany(pair => Measured(pair.First.Path, pair.Second)).DistinctBy(entry => (entry.Path, entry.Pcr)).Select(entry => $"{entry.Pcr} {entry.Template} {entry.Path}")];
        }
        finally
        {
            File.Delete(policy);
        }
    }

    private static List<(string Path, int Pcr, string Template)> Measured(string path, string decision)
    {
        using var json = JsonDocument.Parse(decision);
        return
        [
            .. from action in json.RootElement.GetProperty("actions").EnumerateArray()
               where action.GetProperty("action").GetString() == "measure"
               select (path, action.GetProperty("pcr").GetInt32(), action.GetProperty("template").GetString()!),
        ];
    }
}
