using System.Buffers;
using System.Text;
using System.Text.Json;
using Imara.Engine;
using Imara.Evaluation.Generating;
using Imara.Linux.Tests;
using Imara.Measurements.Lists;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;
using Imara.Runtime.Recording;
using Imara.Traces;
using Imara.Traces.KnownData;

namespace Imara.Runtime.Tests.Recording;

/// <summary>What a run records, replayed with the same policy, gives the list that the run itself has made.</summary>
public sealed class RecordedRunTests : IDisposable
{
    private const string Reads = "measure func=FILE_CHECK mask=MAY_READ fsname=tmpfs\n";
    private const string Everything = "measure func=BPRM_CHECK pcr=13\nmeasure func=MMAP_CHECK pcr=14\nmeasure func=CREDS_CHECK pcr=15\nmeasure func=FILE_CHECK pcr=11\n";

    private static readonly KernelProfile Kernel = KnownKernels.OfVersion(new KernelVersion(7, 3));
    private readonly TemporaryMount mount = TemporaryMount.Tmpfs();

    public void Dispose() => mount.Dispose();

    [Theory]
    [InlineData(Reads, "cat $M/f; cat $M/f; printf z >>$M/f; cat $M/f; cat $M/f")]
    [InlineData(Reads, "exec 3>>$M/f; cat $M/f; printf z >&3; exec 3>&-; cat $M/f")] // open_writers
    [InlineData(Reads, "exec 3<$M/f; exec 4>>$M/f; printf z >&4; exec 4>&-; exec 3<&-; cat $M/f")] // tomtou
    [InlineData(Reads, "exec 3<$M/f; exec 4>>$M/f; exec 5>>$M/f; exec 4>&-; exec 5>&-; exec 4>>$M/f; exec 4>&-; exec 3<&-; exec 4>>$M/f; cat $M/f; cat $M/f")]
    [InlineData(Reads, "exec 3<>$M/f; cat $M/f")]
    [InlineData(Reads, "cat $M/f; exec 3>>$M/f 4>>$M/f 5>>$M/f; printf z >&3; exec 3>&- 4>&- 5>&-; cat $M/f")] // merged closes
    [InlineData(Reads, "cat $M/f; mv $M/f $M/g; cat $M/g; echo new >$M/f; cat $M/f; ln $M/f $M/h; cat $M/h; rm $M/f; cat $M/h")]
    [InlineData(Reads, "cat $M/f; python3 -c 'import os, sys; os.truncate(sys.argv[1], 0)' $M/f; cat $M/f")]
    [InlineData(Reads, "echo a >\"$M/a b\"; cat \"$M/a b\"; printf x >$M/$(printf 'n\\303\\244\\377%%41'); cat $M/n*")]
    [InlineData(Everything, "$M/script; $M/script; $M/shell -c true; cat $M/f; echo >$M/new; cat $M/new")]
    [InlineData(Everything, "cp $M/shell $M/other; $M/other -c 'exit 0'; chmod 4755 $M/other; setpriv --reuid 1000 $M/other -c true")]
    [InlineData("measure func=FILE_CHECK mask=^MAY_WRITE uid=1000\nmeasure func=BPRM_CHECK fowner=0\naudit func=FILE_CHECK\n", "chmod 777 $M; setpriv --reuid 1000 sh -c \"echo a >$M/w; echo b >>$M/w\"; echo c >>$M/w; $M/script")]
    public void The_replay_of_a_recording_gives_the_list_of_the_run(string policy, string script)
    {
        var list = Record(policy, script, RuntimeMode.Measure, out var recording);
        var output = new ArrayBufferWriter<byte>();
        Assert.True(new TraceReplayer(KnownFacts.Empty).Replay(recording, 1, output), Encoding.UTF8.GetString(output.WrittenSpan));

        using var predicted = JsonDocument.Parse(output.WrittenMemory);
        Assert.Equal(AsciiOf(list), AsciiOf(predicted.RootElement.GetProperty("list_base64").GetBytesFromBase64()));
        Assert.Equal(list, predicted.RootElement.GetProperty("list_base64").GetBytesFromBase64());
    }

    [Fact]
    public void Labels_are_recorded_and_appraised_again_in_log_mode()
    {
        var label = "0404" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("v"u8));
        var script = $"cat $M/f; python3 -c 'import os, sys; os.setxattr(sys.argv[1], \"security.ima\", bytes.fromhex(\"{label}\"))' $M/f; cat $M/f";
        var list = Record("appraise func=FILE_CHECK fsname=tmpfs\nmeasure func=FILE_CHECK template=ima-sig fsname=tmpfs\n", script, RuntimeMode.Log, out var recording);
        using var json = JsonDocument.Parse(recording);
        Assert.Equal("ima_appraise=log", json.RootElement.GetProperty("boot").GetString());
        var targets = json.RootElement.GetProperty("ops").EnumerateArray().Skip(1).Select(op => op.GetProperty("target")).ToArray();
        Assert.Equal([false, true], targets.Where(target => target.TryGetProperty("xattrs", out _)).Select(target => target.GetProperty("xattrs").TryGetProperty("security.ima", out var value) && value.GetString() == label));
        Assert.Contains(targets, target => target.TryGetProperty("attributes_changed", out _));

        var output = new ArrayBufferWriter<byte>();
        Assert.True(new TraceReplayer(KnownFacts.Empty).Replay(recording, 1, output), Encoding.UTF8.GetString(output.WrittenSpan));
        using var predicted = JsonDocument.Parse(output.WrittenMemory);
        Assert.Equal(list, predicted.RootElement.GetProperty("list_base64").GetBytesFromBase64());
    }

    [Fact]
    public void In_mode_off_accesses_are_recorded_without_digests()
    {
        Record(string.Empty, "cat $M/f; $M/script", RuntimeMode.Off, out var recording);
        using var json = JsonDocument.Parse(recording);
        var ops = json.RootElement.GetProperty("ops").EnumerateArray().ToArray();
        Assert.Equal(["cat", "exec", "exec"], ops.Select(op => op.GetProperty("op").GetString()).Where(op => op is "cat" or "exec").Take(3));
        Assert.All(ops, op => Assert.False(op.GetProperty("target").TryGetProperty("digests", out _)));
        var roles = ops.Where(op => op.GetProperty("op").GetString() == "exec").Select(op => op.GetProperty("args")[1].GetString());
        Assert.Equal(["script", "elf"], roles);

        var seen = new ObservationLog();
        Assert.Null(new TraceReplayer(KnownFacts.Empty).Observe(recording, seen));
        var policy = PolicyGenerator.Generate(seen.Observations, AccessKinds.Usual, ActionClass.Measure, Kernel);
        Assert.Equal(["measure func=BPRM_CHECK mask=MAY_EXEC", "measure func=MMAP_CHECK mask=MAY_EXEC"], policy.Rules.Select(rule => rule.Text));
    }

    [Fact]
    public void A_replay_that_needs_a_digest_nobody_took_says_so()
    {
        Record(string.Empty, "cat $M/f", RuntimeMode.Off, out var recording);
        var text = Encoding.UTF8.GetString(recording.Span).Replace("\"policy\":[],\"ops\":[", $"\"policy\":[\"{Reads.TrimEnd()}\"],\"ops\":[{{\"n\":0,\"phase\":\"policy\",\"actor\":0,\"op\":\"policy\",\"args\":[]}},", StringComparison.Ordinal);
        var output = new ArrayBufferWriter<byte>();
        Assert.False(new TraceReplayer(KnownFacts.Empty).Replay(Encoding.UTF8.GetBytes(text), 1, output));
        Assert.Contains($"the recording has no sha256 digest of `{mount.Root}/f`", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private byte[] Record(string policy, string script, RuntimeMode mode, out ReadOnlyMemory<byte> recording)
    {
        File.Copy("/bin/sh", $"{mount.Root}/shell");
        mount.Write("f", "v");
        mount.Write("script", $"#!{mount.Root}/shell\nexit 0\n");
        Shell.Run($"chmod 755 {mount.Root}/script; chmod 755 {Path.GetDirectoryName(mount.Root)}");
        var text = Encoding.UTF8.GetBytes(policy);
        var engine = RuntimeEngine.Create(Kernel, mode, null);
        if (text.Length > 0)
        {
            Assert.Equal(Errno.None, PolicyFeeder.Load(engine, text, _ => default, out _));
        }

        var stream = new MemoryStream();
        using var recorder = new AccessRecorder(stream, RuntimeEngine.HeaderOf(Kernel, mode, text, null));
        var setup = new RuntimeSetup { Engine = engine, Kernel = Kernel, Mounts = [new(mount.Root)], MountsOnly = true, Recorder = recorder };
        Assert.Equal(Errno.None, RuntimeSession.Start(setup, out var session, out _));
        using (session)
        {
            Shell.Run(script.Replace("$M", mount.Root, StringComparison.Ordinal));
            session!.Stop();
        }

        Assert.Null(session.Counters.FirstFailure);
        Assert.True(recorder.Finish(), recorder.Failure);
        recording = stream.ToArray();
        return ListOf(engine);
    }

    private static byte[] ListOf(ImaEngine engine)
    {
        var list = new ArrayBufferWriter<byte>();
        foreach (var entry in engine.Log.Entries)
        {
            BinaryList.Write(entry, HashAlgo.Sha1, list);
        }

        return list.WrittenSpan.ToArray();
    }

    private static string AsciiOf(byte[] list) => string.Join('\n', Encoding.Latin1.GetString(list).Split("ima-ng").Select(part => new string([.. part.Where(c => c is > ' ' and < '\x7f')])));
}
