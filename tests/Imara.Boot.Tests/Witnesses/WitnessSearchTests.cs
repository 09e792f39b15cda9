using System.Text;
using Imara.Appraisal.Simulating;
using Imara.Boot.Witnesses;
using Imara.Engine.Boot;
using Imara.Linux.Files;
using Imara.Policy.Checking;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Signatures.Keys;
using Imara.Tests.Shared;

namespace Imara.Boot.Tests.Witnesses;

public sealed class WitnessSearchTests : IDisposable
{
    private const string Executed = "appraise func=BPRM_CHECK appraise_type=imasig\n";

    private static readonly byte[] Certificate = Pem.ReadAll(File.ReadAllBytes(Repository.PathOf("tests/Corpus/keys/rsa2048.pem")))[0].Der;

    private readonly string root = Directory.CreateTempSubdirectory("imara-witness-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData(Executed, AccessKind.Execute)]
    [InlineData("appraise func=MMAP_CHECK mask=MAY_EXEC appraise_type=imasig\n" + Executed, AccessKind.Map)]
    [InlineData("appraise func=FILE_CHECK mask=MAY_READ uid=0\n", AccessKind.Read)]
    [InlineData("appraise func=MODULE_CHECK appraise_type=imasig\n", AccessKind.Module)]
    public void The_access_that_the_policy_appraises_is_found_and_what_runs_nothing_comes_first(string policy, AccessKind expected) =>
        Assert.Equal(expected, Search(policy, Signed("a"))[0].Kind);

    [Theory]
    [InlineData("appraise func=BPRM_CHECK fowner=7777 appraise_type=imasig\n")]
    [InlineData("dont_appraise func=BPRM_CHECK fowner=0\n" + Executed)]
    [InlineData("measure func=BPRM_CHECK\n")]
    [InlineData("appraise func=FIRMWARE_CHECK appraise_type=imasig\n")]
    public void What_the_policy_does_not_appraise_is_no_witness(string policy) => Assert.Empty(Search(policy, Signed("a")));

    [Fact]
    public void Only_a_signature_by_a_key_that_was_loaded_is_one()
    {
        Assert.Single(Search(Executed, Signed("a")));
        Assert.Empty(Search(Executed, Labelled("stranger", [3, 2, 4, 1, 2, 3, 4, 0, 2, 9, 9])));
        Assert.Single(Search(Executed, isKeyKnown: false, (Labelled("stranger", [3, 2, 4, 1, 2, 3, 4, 0, 2, 9, 9]), ["a"])));
        Assert.Empty(Search("appraise func=BPRM_CHECK\n", Labelled("digest", [4, 4, .. new byte[32]])));
        Assert.Empty(Search(Executed, Labelled("digest", [4, 4, .. new byte[32]])));
        File.WriteAllText(Path.Combine(root, "none"), "x");
        Assert.Empty(Search(Executed, Path.Combine(root, "none")));
        Assert.Empty(Search(Executed, Path.Combine(root, "missing")));
        Assert.Empty(Search(Executed, root));
    }

    [Fact]
    public void What_must_not_be_executed_is_read_or_mapped_at_most()
    {
        var init = Signed("init");
        Assert.Empty(Search(Executed, isKeyKnown: true, (init, [])));
        Assert.Equal([AccessKind.Map], Search(Executed + "appraise func=MMAP_CHECK mask=MAY_EXEC appraise_type=imasig\n", isKeyKnown: true, (init, [])).Select(found => found.Kind));
    }

    [Fact]
    public void A_rule_that_asks_for_the_label_of_who_accesses_leaves_it_open_what_happens() =>
        Assert.Empty(Search("dont_appraise subj_type=init_t\n" + Executed, Signed("a")));

    [Fact]
    public void A_rule_that_asks_for_the_label_of_the_file_leaves_nothing_open() =>
        Assert.Single(Search("dont_appraise obj_type=secret_t\n" + Executed, Signed("a")));

    [Fact]
    public void A_file_that_is_named_is_the_only_candidate()
    {
        Assert.Equal(["/x"], WitnessSearch.Candidates("/x", "/", "/self", "/policy").Select(candidate => candidate.Path));
        Assert.NotEmpty(WitnessSearch.Candidates("/x", "/", "/self", "/policy")[0].Arguments);
    }

    [Fact]
    public void This_program_a_shell_init_and_the_policy_are_looked_at_below_the_root_and_init_is_never_executed()
    {
        Directory.CreateDirectory(Path.Combine(root, "usr/bin"));
        Directory.CreateDirectory(Path.Combine(root, "sbin"));
        File.CreateSymbolicLink(Path.Combine(root, "bin"), "usr/bin");
        foreach (var name in (string[])["usr/bin/true", "usr/bin/sh", "sbin/init"])
        {
            File.WriteAllText(Path.Combine(root, name), name);
        }

        var found = WitnessSearch.Candidates(null, root, "/self", "/policy");
        Assert.Equal(["/self", $"{root}/usr/bin/true", $"{root}/usr/bin/sh", $"{root}/sbin/init", "/policy"], found.Select(candidate => candidate.Path));
        Assert.Equal([false, false, false, true, true], found.Select(candidate => candidate.Arguments.IsEmpty));
        Assert.Equal($"{root}/usr/bin/true", WitnessSearch.Candidates(null, root, null, "/policy")[0].Path);
    }

    // Version 2, sha256, the keyid of the corpus's certificate, and bytes that nobody verifies here.
    private string Signed(string name)
    {
        Assert.True(X509Key.TryParse(Certificate, out var key, out _));
        var id = key.KeyId!.Value;
        return Labelled(name, [3, 2, 4, (byte)(id >> 24), (byte)(id >> 16), (byte)(id >> 8), (byte)id, 1, 0, .. new byte[256]]);
    }

    private string Labelled(string name, byte[] label)
    {
        var path = Path.Combine(root, name);
        File.WriteAllText(path, name);
        File.SetUnixFileMode(path, (UnixFileMode)0x1ed);
        Assert.Equal(Errno.None, Descriptor.Open(Encoding.UTF8.GetBytes(path), OpenFlags.ReadOnly, out var descriptor));
        Assert.Equal(Errno.None, ExtendedAttributes.Write(descriptor, "security.ima"u8, label));
        _ = Descriptor.Close(descriptor);
        return path;
    }

    private static IReadOnlyList<Witness> Search(string policy, string file) => Search(policy, isKeyKnown: true, (file, ["a"]));

    private static IReadOnlyList<Witness> Search(string policy, bool isKeyKnown, params (string Path, string[] Arguments)[] files)
    {
        var kernel = KnownKernels.Find("6.12-debian")!;
        var lsm = new LsmContext(LsmKind.SELinux);
        var check = PolicyChecker.Check([new PolicySource("p", Encoding.UTF8.GetBytes(policy))], new RuleContext(kernel, lsm), LoadMethod.Lines);
        Assert.True(check.IsAccepted);
        var keys = new Keyring();
        Assert.True(X509Key.TryParse(Certificate, out var certificate, out _));
        keys.Add(certificate);
        var setup = new EngineSetup { Kernel = kernel, Boot = CommandLineParser.Parse("ima_appraise=enforce", kernel, _ => false), Lsm = lsm };
        return new WitnessSearch(setup, check.Rules, isKeyKnown ? keys : null).Among(files.Select(file => (file.Path, (System.Collections.Immutable.ImmutableArray<string>)[.. file.Arguments])));
    }
}
