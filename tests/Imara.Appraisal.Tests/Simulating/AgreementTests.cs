using System.Globalization;
using System.Text;
using Imara.Appraisal.Simulating;
using Imara.Engine;
using Imara.Engine.Events;
using Imara.Engine.Files;
using Imara.Evaluation;
using Imara.Linux.Trees;
using Imara.Policy.Loading;
using Imara.Policy.Rules;
using Imara.Tests.Shared.Engine;

namespace Imara.Appraisal.Tests.Simulating;

/// <summary>What a simulation says against what the whole engine does with the same files, one access after a boot each.</summary>
public sealed class AgreementTests : IDisposable
{
    private const string Content = "#!/bin/sh\n";

    private static readonly string[] Policies =
    [
        "appraise\n",
        "appraise func=FILE_CHECK mask=MAY_READ fowner=0\n",
        "appraise appraise_type=imasig\n",
        "dont_appraise fowner=7\nappraise func=BPRM_CHECK appraise_type=imasig\nappraise func=FILE_CHECK\n",
        "appraise appraise_algos=sha512\n",
        "appraise func=FILE_CHECK appraise_algos=sha256,sha512 euid>0\n",
        "measure func=FILE_CHECK digest_type=verity\nappraise func=FILE_CHECK mask=MAY_WRITE\nappraise func=BPRM_CHECK\n",
        "hash func=FILE_CHECK\nappraise func=CREDS_CHECK uid=0\n",
        "audit\nappraise func=MODULE_CHECK appraise_type=imasig|modsig\n",
        "appraise digest_type=verity appraise_type=sigv3\n",
    ];

    private readonly TestMount mount = TestMount.Ext4();
    private readonly Dictionary<string, byte[]?> labels = new(StringComparer.Ordinal)
    {
        ["none"] = null,
        ["sha256"] = Given.HashLabel(Content),
        ["sha512"] = Given.HashLabel(Content, HashAlgo.Sha512),
        ["sha1-old"] = [1, .. Given.HashLabel(Content, HashAlgo.Sha1).AsSpan(2)],
        ["wrong"] = Given.HashLabel("other"),
        ["short"] = Given.HashLabel(Content)[..20],
        ["tail"] = [.. Given.HashLabel(Content), 1, 2],
        ["signed"] = Given.Signature(Content),
        ["signed-wrong"] = Given.Signature("other"),
        ["signed-unknown"] = Given.Signature(Content, isKnown: false),
        ["signed-cut"] = Given.Signature(Content)[..^1],
        ["one-byte"] = [4],
        ["hmac"] = [2, .. new byte[20]],
        ["v3"] = [3, 3, .. Given.Signature(Content).AsSpan(2)],
        ["v0"] = [3, 0, 4],
        ["verity-sig"] = [6, 3, .. Given.Signature(Content).AsSpan(2)],
        ["portable"] = [5, 2, .. Given.Signature(Content).AsSpan(2)],
        ["bad-algo"] = [4, 200, .. new byte[32]],
    };

    public void Dispose() => mount.Dispose();

    public static TheoryData<string, string, bool> Cases()
    {
        var cases = new TheoryData<string, string, bool>();
        foreach (var policy in Policies)
        {
            foreach (var kernel in (string[])["6.1", "6.12", "7.3"])
            {
                cases.Add(kernel, policy, false);
                cases.Add(kernel, policy, true);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Everything_that_fails_fails_in_the_engine_and_everything_else_passes_there(string kernel, string policy, bool hash)
    {
        foreach (var (name, label) in labels)
        {
            mount.Write($"lib/modules/{name}.ko", Content, label, (UnixFileMode)0x1ed);
            mount.Write($"empty/{name}", string.Empty, label);
        }

        TestMount.Shell($"chown 7:7 {mount.Root}/empty/sha256 {mount.Root}/lib/modules/wrong.ko");
        var heard = new Heard();
        var subjects = new[] { Subject.Root, Subject.User(1000, 1000) };
        new Simulation(Given.Setup(kernel), Given.Rules(policy, kernel), SimulationMode.Enforce)
        {
            Subjects = [.. subjects],
            ReadsContent = hash,
            Keys = Given.Keys,
            Walk = new TreeWalkOptions { Workers = 2 },
            Listener = heard,
        }.OfTrees([mount.RootBytes]);
        Assert.Equal(Expected(kernel, policy, hash, subjects), heard.Lines.Order(StringComparer.Ordinal));
    }

    private List<string> Expected(string kernel, string policy, bool hash, Subject[] subjects)
    {
        var lines = new List<string>();
        foreach (var (name, label) in labels)
        {
            foreach (var isModule in (bool[])[true, false])
            {
                var path = isModule ? $"lib/modules/{name}.ko" : $"empty/{name}";
                var owner = path is "empty/sha256" or "lib/modules/wrong.ko" ? 7u : 0u;
                var mode = isModule ? 0x81edu : 0x8180u;
                var content = isModule ? Encoding.UTF8.GetBytes(Content) : [];
                var facts = new FileFacts { Fowner = owner, Fgroup = owner, FsMagic = 0xef53, FsName = new ByteString("ext4") };
                var traits = isModule ? FileTraits.Module | (hash ? FileTraits.Script : FileTraits.None) : FileTraits.None;
                var questions = new List<AccessQuestion>();
                new AccessTable(Given.Setup(kernel).Kernel, subjects).Fill(owner, owner, mode & 0xfff, traits, 3, questions);
                foreach (var access in questions.GroupBy(q => (q.Subject, q.Kind)))
                {
                    if (FirstRefusal(kernel, policy, new PlainFile(new InodeKey(1, 9), "/file", facts, mode, content, hash ? label : Honest(name, isModule ? Content : string.Empty)), access) is { } refused)
                    {
                        lines.Add($"{path} {subjects[access.Key.Subject].Name} {access.Key.Kind} {refused}");
                    }
                }
            }
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    // A new engine for each access; its events go on until one is refused.
    private static string? FirstRefusal(string kernel, string policy, PlainFile file, IEnumerable<AccessQuestion> questions)
    {
        foreach (var question in questions)
        {
            var engine = new ImaEngine(Given.Setup(kernel));
            foreach (var entry in Given.Keys.Entries)
            {
                engine.Keys.Add(entry.Key);
            }

            Assert.Equal(Errno.None, engine.Policy.Open(_ => default!, out var load));
            foreach (var line in policy.TrimEnd('\n').Split('\n'))
            {
                load!.Write(Encoding.UTF8.GetBytes(line + "\n"));
            }

            Assert.True(engine.ClosePolicy(load!));
            var result = engine.Check(new AccessEvent
            {
                Func = question.Func,
                Mask = question.Mask,
                File = file,
                Creds = question.Creds,
                TaskCreds = question.Task,
                IsOpenForWrite = (question.Mask & AccessMask.Write) != 0,
                IsBuffered = question.IsBuffered,
            });
            if (result.Errno == Errno.None)
            {
                continue;
            }

            var cause = result.Audit.Select(record => record.Cause).FirstOrDefault(cause => cause.Length > 0, AccessJudge.SignedFile);
            return string.Create(CultureInfo.InvariantCulture, $"{PolicyWords.Of(question.Func)} {cause}");
        }

        return null;
    }

    // Without reading, whole digests and signatures by a known key count as good: so they are for the engine. What an empty file holds is known unread.
    private byte[]? Honest(string name, string content) => name switch
    {
        "wrong" when content.Length > 0 => Given.HashLabel(content),
        "bad-algo" when content.Length > 0 => [4, 200, .. Given.HashLabel(content).AsSpan(2)],
        "signed" or "signed-wrong" => Given.Signature(content),
        "v3" => Given.Signature(content, version: 3),
        _ => labels[name],
    };

    private sealed class Heard : ISimulationListener
    {
        public List<string> Lines { get; } = [];

        public void Fails(in Failing failing)
        {
            var path = Encoding.UTF8.GetString(failing.Path);
            Lines.Add($"{path[(path.IndexOf("/mnt/", StringComparison.Ordinal) + 5)..]} {failing.Subject.Name} {failing.Kind} {PolicyWords.Of(failing.Func)} {failing.Cause}");
        }

        public void Skipped(ReadOnlySpan<byte> path, TreeFailure failure, Errno error) => Lines.Add($"skipped {Encoding.UTF8.GetString(path)} {failure} {error}");

        public void Unreadable(ReadOnlySpan<byte> path, Errno error) => Lines.Add($"unreadable {Encoding.UTF8.GetString(path)} {error}");
    }
}
