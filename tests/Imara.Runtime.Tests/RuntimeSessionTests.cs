using System.Security.Cryptography;
using System.Text;
using Imara.Engine;
using Imara.Engine.Boot;
using Imara.Linux.Tests;
using Imara.Measurements;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;

namespace Imara.Runtime.Tests;

/// <summary>The engine over real accesses, on a mount of our own: the violation and exec cases recorded on kernel 6.12.117, done again here.</summary>
public sealed class RuntimeSessionTests : IDisposable
{
    private const string Reads = "measure func=FILE_CHECK mask=MAY_READ fsname=tmpfs\n";

    private readonly TemporaryMount mount = TemporaryMount.Tmpfs();

    public void Dispose() => mount.Dispose();

    [Theory]
    [InlineData("exec 3>>$M/f; cat $M/f; printf z >&3; exec 3>&-; cat $M/f", "violation, v, vz")] // open_writers
    [InlineData("exec 3<$M/f; exec 4>>$M/f; printf z >&4; exec 4>&-; exec 3<&-; cat $M/f", "v, violation, vz")] // tomtou
    [InlineData("exec 3<$M/f; exec 4>>$M/f; exec 5>>$M/f; exec 4>&-; exec 5>&-; exec 4>>$M/f; exec 4>&-; exec 3<&-; exec 4>>$M/f; cat $M/f; cat $M/f", "v, violation, violation")] // twice
    [InlineData("exec 3<>$M/f; exec 4<>$M/f; exec 4>&-; exec 3>&-", "")] // rdwr
    [InlineData("exec 3<>$M/f; cat $M/f", "violation, v")] // rdwr
    [InlineData("chown 5 $M/f; exec 3<$M/f; exec 4>>$M/f; exec 4>&-; exec 3<&-", "")] // dont_measure-reader
    [InlineData("cat $M/f; printf z >>$M/f; cat $M/f; cat $M/f", "v, vz")]
    [InlineData("cat $M/f; exec 3>>$M/f 4>>$M/f 5>>$M/f; printf z >&3; exec 3>&- 4>&- 5>&-; cat $M/f", "v, vz")] // merged closes
    [InlineData("cat $M/f; exec 3<$M/f 4<$M/f 5<$M/f; exec 3<&- 4<&- 5<&-; : >>$M/f", "v")] // merged closes of readers
    [InlineData("cat $M/f; cat $M/f; chmod 600 $M/f; cat $M/f", "v")]
    [InlineData("cat $M/f; python3 -c 'import os, sys; os.truncate(sys.argv[1], 0)' $M/f; cat $M/f", "v, ")]
    [InlineData("exec 4>$M/f; printf t >&4; cat $M/f; exec 5>$M/f; cat $M/f", "violation, t, ")] // a second writer truncates
    [InlineData("exec 4>$M/f; printf t >&4; cat $M/f; exec 5>$M/f; printf u >&5; cat $M/f; cat $M/f", "violation, t, u")]
    [InlineData("exec 4>$M/f; printf t >&4; cat $M/f; python3 -c 'import os, sys; os.truncate(sys.argv[1], 0)' $M/f; cat $M/f", "violation, t, ")]
    [InlineData("exec 4>$M/f; printf t >&4; cat $M/f; printf u >&4; cat $M/f", "violation, t")] // what a writer writes counts when it closes
    public void Reads_and_writes_give_the_entries_of_a_kernel(string script, string contents)
    {
        mount.Write("f", "v");
        var entries = Run("dont_measure fowner=5\n" + Reads, script);

        var expected = contents.Length == 0 ? [] : contents.Split(", ").Select(c => c == "violation" ? "violation f" : $"f {Sha256(c)}");
        Assert.Equal(expected, entries);
    }

    [Fact]
    public void A_writer_from_before_the_start_is_a_violation_too()
    {
        var path = mount.Write("f", "v");
        using (File.Open(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            Assert.Equal(["violation f", $"f {Sha256("v")}"], Run(Reads, "cat $M/f"));
        }
    }

    [Fact]
    public void A_change_through_a_shared_mapping_is_measured_when_the_mapping_is_gone()
    {
        mount.Write("f", "v");
        var entries = Run(Reads, "python3 -c '\nimport mmap, subprocess, sys\np = sys.argv[1]\nf = open(p, \"r+b\")\nm = mmap.mmap(f.fileno(), 0)\nm[0] = 65\nf.close()\nsubprocess.run([\"cat\", p])\nm[0] = 66\nm.close()\nsubprocess.run([\"cat\", p])\n' $M/f");

        Assert.Equal(["violation f", $"f {Sha256("A")}", $"f {Sha256("B")}"], entries);
    }

    [Fact]
    public void Script_interpreter_and_program_are_measured_by_the_funcs_that_see_them()
    {
        File.Copy("/bin/sh", $"{mount.Root}/shell");
        mount.Write("script", $"#!{mount.Root}/shell\nexit 0\n");
        Shell.Run($"chmod 755 {mount.Root}/script");
        const string Policy = "measure func=FILE_CHECK mask=MAY_EXEC fsname=tmpfs pcr=12\nmeasure func=BPRM_CHECK fsname=tmpfs pcr=13\nmeasure func=MMAP_CHECK fsname=tmpfs pcr=14\n";

        var pcrs = Measure(Policy, "$M/script; $M/script", out _).Select(e => $"{e.Pcr} {NameOf(e)}");

        Assert.Equal(["12 script", "13 script", "12 shell", "13 shell", "14 shell"], pcrs);
    }

    [Fact]
    public void Conditions_on_ids_look_at_the_opener()
    {
        mount.Write("f", "v");
        Shell.Run($"chmod 755 {Path.GetDirectoryName(mount.Root)}");
        var entries = Run("measure func=FILE_CHECK mask=MAY_READ uid=1000 fsname=tmpfs\n", "cat $M/f; setpriv --reuid 1001 cat $M/f; true");
        Assert.Empty(entries);

        entries = Run("measure func=FILE_CHECK mask=MAY_READ uid=1000 fsname=tmpfs\n", "setpriv --reuid 1000 cat $M/f");
        Assert.Equal([$"f {Sha256("v")}"], entries);
    }

    [Fact]
    public void A_violation_leaves_an_audit_record_with_its_cause_and_name()
    {
        mount.Write("f", "v");
        Measure(Reads, "exec 3>>$M/f; cat $M/f", out var session);
        var record = Assert.Single(session.Audit);
        Assert.Equal(("invalid_pcr", "open_writers", $"{mount.Root}/f"), (record.Op, record.Cause, record.Name.ToString()));
        Assert.Equal((1L, 2L), (session.Counters.Violations, session.Counters.Entries));
    }

    [Fact]
    public void Appraisal_in_log_mode_denies_nothing_and_says_what_it_would()
    {
        mount.Write("f", "v");
        var entries = Measure("appraise func=FILE_CHECK fsname=tmpfs\n", "cat $M/f", out var session, "ima_appraise=log");
        Assert.Empty(entries);
        Assert.Contains(session.Audit, r => r is { Op: "appraise_data", Cause: "missing-hash" });
        Assert.Equal(0, session.Counters.Denied);
    }

    [Fact]
    public void A_path_that_is_not_there_is_named()
    {
        var setup = new RuntimeSetup { Engine = EngineOf("ima_appraise=off"), Kernel = Kernel, Mounts = [new(mount.Root), new("/nowhere")], MountsOnly = true };
        Assert.Equal(Errno.ENOENT, RuntimeSession.Start(setup, out var session, out var subject));
        Assert.Equal("/nowhere", subject);
        Assert.Null(session);
    }

    [Theory]
    [InlineData("measure func=BPRM_CHECK\nmeasure func=NOTHING\n", 2)]
    [InlineData("# nothing\n", 0)]
    public void A_policy_that_the_kernel_refuses_is_not_loaded(string policy, int line)
    {
        var engine = EngineOf("ima_appraise=off");
        Assert.Equal(Errno.EINVAL, PolicyFeeder.Load(engine, Encoding.UTF8.GetBytes(policy), _ => default, out var refused));
        Assert.Equal(line, refused);
        Assert.Empty(engine.Policy.ActiveRules);
    }

    private static KernelProfile Kernel => KnownKernels.OfVersion(new KernelVersion(7, 3));

    private static ImaEngine EngineOf(string commandLine) =>
        new(new EngineSetup { Kernel = Kernel, Boot = CommandLineParser.Parse(commandLine, Kernel, format => Template.TryParseFormat(format, out _)) });

    private List<string> Run(string policy, string script) =>
        [.. Measure(policy, script, out _).Select(e => e.IsViolation ? $"violation {NameOf(e)}" : $"{NameOf(e)} {DigestOf(e)}")];

    private List<MeasurementEntry> Measure(string policy, string script, out RuntimeSession session, string boot = "ima_appraise=off")
    {
        var engine = EngineOf(boot);
        Assert.Equal(Errno.None, PolicyFeeder.Load(engine, Encoding.UTF8.GetBytes(policy), _ => default, out _));
        var before = engine.Log.Entries.Count;
        var setup = new RuntimeSetup { Engine = engine, Kernel = Kernel, Mounts = [new(mount.Root)], MountsOnly = true };
        Assert.Equal(Errno.None, RuntimeSession.Start(setup, out var started, out _));
        session = started!;
        using (session)
        {
            Shell.Run(script.Replace("$M", mount.Root, StringComparison.Ordinal));
            session.Stop();
        }

        Assert.Null(session.Counters.FirstFailure);
        return [.. engine.Log.Entries.Skip(before)];
    }

    private static string NameOf(MeasurementEntry entry)
    {
        Assert.True(entry.TryGetName(out var name));
        return Path.GetFileName(Encoding.UTF8.GetString(name.Span));
    }

    // ima-ng: the algorithm, a colon, a NUL and the digest.
    private static string DigestOf(MeasurementEntry entry)
    {
        var start = entry.Data.Span.IndexOf("sha256:\0"u8) + 8;
        return Convert.ToHexStringLower(entry.Data.Span.Slice(start, 32));
    }

    private static string Sha256(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}
