using System.Text;
using CsCheck;
using Imara.Evaluation;
using Imara.Evaluation.Generating;
using Imara.Evaluation.Hooks;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;
using Imara.Traces.KnownData;

namespace Imara.Traces.Tests.Replaying;

/// <summary>What a replayed access asks is what the table of its kernel says, whoever makes it and whatever the file is.</summary>
public class ReplayedAccessTests
{
    private static readonly Gen<string> Kernels = OneOf("6.1", "6.12", "6.16", "7.3");
    private static readonly Gen<uint> Ids = OneOf(0u, 1000u, 1234u);

    [Fact]
    public void An_execution_asks_about_each_script_and_about_the_program() =>
        Gen.Select(Kernels, Gen.UInt[0, 0xfff], Ids, Ids, Ids, Gen.Int[0, 3], Gen.Bool).Sample((kernel, bits, caller, owner, group, scripts, isElf) =>
        {
            // Whoever may not execute a file is refused from outside.
            var mode = bits | 0x49;
            var content = isElf ? "7f454c4602" : "616263";
            List<string> operations = [$"put /t/0 0755 {owner} {group} {content}", $"chmod /t/0 {Convert.ToString(mode, 8)}"];
            operations.AddRange(Enumerable.Range(1, scripts).Select(i => $"put /t/{i} 0755 {owner} {group} {Convert.ToHexString(Encoding.ASCII.GetBytes($"#!/t/{i - 1}\n"))}"));
            var hooks = Table(kernel);
            var program = ExecCredentials.After(Of(caller), owner, group, mode);
            List<string> expected = [];
            for (var i = scripts; i > 0; i--)
            {
                expected.AddRange(Lines(hooks.Executed(ProgramFormat.Script), $"/t/{i}", caller, program));
            }

            expected.AddRange(Lines(hooks.Executed(isElf ? ProgramFormat.Elf : ProgramFormat.Other), "/t/0", caller, program));
            Assert.Equal(expected, Asked(kernel, caller, operations, $"exec /t/{scripts}", isElf ? null : "ENOEXEC"));
        });

    [Fact]
    public void An_open_asks_with_the_mask_of_its_flags() => Gen.Select(Kernels, OneOf("rd", "wr", "rdwr", "accmode3"), Gen.Bool, Gen.Bool, Ids)
        .Sample((kernel, mode, truncates, appends, caller) =>
        {
            var flags = mode + (truncates ? ",trunc" : string.Empty) + (appends ? ",append" : string.Empty);
            var mask = OpenMask.Of(mode != "wr", mode != "rd", truncates, appends);
            var hooks = Table(kernel);
            Assert.Equal(Lines(hooks.Opened(mask), "/t/0", caller, Of(caller)), Asked(kernel, caller, ["put /t/0 0666 0 0 616263"], $"open 0 /t/0 {flags}", outside: null));
        });

    [Fact]
    public void A_mapping_asks_what_was_requested_and_what_is_applied() => Gen.Select(Kernels, OneOf("r", "rw", "rx", "rwx", "x"), Gen.Bool, Ids)
        .Sample((kernel, protection, readImpliesExec, caller) =>
        {
            var hooks = Table(kernel);
            var questions = protection.Contains('x', StringComparison.Ordinal) ? hooks.Mapped : readImpliesExec ? hooks.MappedUnasked : [];
            List<string> operations = ["put /t/0 0666 0 0 616263", "open 0 /t/0 rdwr", .. readImpliesExec ? ["personality 0400000"] : Array.Empty<string>()];
            Assert.Equal(Lines(questions, "/t/0", caller, Of(caller)), Asked(kernel, caller, operations, $"mmap 0 0 {protection} private", outside: null));
        });

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static HookTable Table(string kernel) => new(KernelVersion.TryParse(kernel, out var version) ? KnownKernels.OfVersion(version) : throw new ArgumentException("no version", nameof(kernel)));

    private static Credentials Of(uint id) => new(id, id, id, id, id, id, id == 0 ? Credentials.AllCapabilities : 0);

    private static IEnumerable<string> Lines(IEnumerable<HookQuestion> questions, string path, uint caller, Credentials program) =>
        questions.Select(question => Line(question.Func, question.Mask, question.CredsOf(Of(caller), program), question.TaskOf(Of(caller), program).CanSetUid, path));

    private static string Line(PolicyFunc func, AccessMask mask, in Credentials creds, bool canSetUid, string path) => $"{path} {func} {mask} {creds.Euid} {creds.Egid} {canSetUid}";

    // Equal accesses count as one, so what the setup asked about is told by the difference.
    private static IEnumerable<string> Asked(string kernel, uint caller, IReadOnlyList<string> setup, string operation, string? outside)
    {
        var before = Replay(kernel, caller, setup, last: null, outside: null);
        return Replay(kernel, caller, setup, operation, outside).Select(pair => (pair.Key, Count: pair.Value - before.GetValueOrDefault(pair.Key)))
            .Where(pair => pair.Count > 0).SelectMany(pair => Enumerable.Repeat(pair.Key, (int)pair.Count));
    }

    private static Dictionary<string, long> Replay(string kernel, uint caller, IReadOnlyList<string> setup, string? last, string? outside)
    {
        var lines = new List<string> { Json(0, "mount lab /t tmpfs 0 -", 0, outside: null) };
        lines.AddRange(setup.Select((words, i) => Json(i + 1, words, words.StartsWith("put", StringComparison.Ordinal) || words.StartsWith("chmod", StringComparison.Ordinal) ? 0 : 1, outside: null)));
        if (last is not null)
        {
            lines.Add(Json(lines.Count, last, 1, outside));
        }

        var creds = caller == 0 ? string.Empty : $$"""
            "uid":{{caller}},"euid":{{caller}},"suid":{{caller}},"gid":{{caller}},"egid":{{caller}},"sgid":{{caller}}
            """;
        var scenario = $$$"""{"id":"s-1","kernel":"{{{kernel}}}","boot":"","actors":{"0":{},"1":{ {{{creds}}} }},"ops":[{{{string.Join(',', lines)}}}]}""";
        var log = new ObservationLog();
        Assert.Null(new TraceReplayer(KnownFacts.Empty).Observe(Encoding.UTF8.GetBytes(scenario), log));
        return log.Observations.ToDictionary(seen => Line(seen.Event.Func, seen.Event.Mask, seen.Event.Creds, seen.Event.TaskCanSetUid, seen.Path.ToString()), seen => seen.Count);
    }

    private static string Json(int number, string words, int actor, string? outside)
    {
        var parts = words.Split(' ');
        var arguments = string.Join(',', parts.Skip(1).Select(part => $"\"{part}\""));
        var error = outside is null ? string.Empty : $",\"errno_outside\":\"{outside}\"";
        return $$"""{"n":{{number}},"phase":"work","actor":{{actor}},"op":"{{parts[0]}}","args":[{{arguments}}]{{error}}}""";
    }
}
