using System.Security.Cryptography;
using Imara.Linux.Tests;

namespace Imara.Aot.Tests.Evmctl;

/// <summary>Where ours differs from evmctl on purpose: the list in docs/verbs/evmctl.md.</summary>
public sealed class DifferencesTests : IClassFixture<EvmctlKeys>, IDisposable
{
    private readonly EvmctlKeys keys;
    private readonly EvmctlTree tree;

    public DifferencesTests(EvmctlKeys keys)
    {
        this.keys = keys;
        tree = new EvmctlTree(keys);
    }

    [Theory]
    [InlineData("ima_clear absent", 125, "evmctl: absent: No such file or directory")]
    [InlineData("ima_setxattr file", 125, "evmctl: file.sig: No such file or directory")]
    [InlineData("ima_sign -r -k absent .", 125, "evmctl: absent: No such file or directory")]
    [InlineData("ima_sign --engine bogus -k KEYS/rsa.pem file", 125, "`bogus` cannot be loaded")]
    [InlineData("ima_hash file absent", 125, "evmctl: absent: No such file or directory")]
    [InlineData("sign -u --mode 0x81a4 -k KEYS/rsa.pem file", 125, "--mode: `0x81a4` is no decimal number")]
    [InlineData("sign -u --ima zz -k KEYS/rsa.pem file", 125, "--ima: `zz` is no value in hex")]
    [InlineData("ima_fix -t q file", 125, "there is no type `q`")]
    public void What_evmctl_loses_or_takes_for_something_else_is_refused_and_named(string line, int exit, string reason)
    {
        tree.Run("ima_sign -k KEYS/rsa.pem file");
        Assert.NotEqual(exit, tree.RunTheirs(line).Exit);
        var ours = tree.Run(line);
        Assert.Equal(exit, ours.Exit);
        Assert.Contains(reason, ours.Error);
    }

    [Theory]
    [InlineData("ima_verify -k absent,KEYS/rsa.der file", 0)]
    [InlineData("ima_verify -k /dev/null,KEYS/rsa.der, file", 0)]
    [InlineData("ima_verify -k KEYS/ec.der,KEYS/rsa.pem file", 1)]
    public void A_key_that_cannot_be_used_is_named_and_the_others_judge(string line, int exit)
    {
        tree.Run("ima_sign -k KEYS/rsa.pem file");
        Assert.Equal(exit, tree.RunTheirs(line).Exit);
        var ours = tree.Run(line);
        Assert.Equal(exit, ours.Exit);
        Assert.StartsWith("evmctl: ", ours.Error);
    }

    [Fact]
    public void Without_any_key_that_can_be_used_nothing_is_verified() => Assert.NotEqual(0, tree.Run("ima_verify -k absent,/dev/null file").Exit);

    [Theory]
    [InlineData("sign -d -o -a wp512 -k KEYS/rsa.pem file")]
    [InlineData("sign -s -o -a md4 -k KEYS/rsa.pem file")]
    [InlineData("sign -d -o --rsa -k KEYS/rsa.pem file")]
    public void Metadata_that_cannot_be_signed_leaves_the_label_of_the_content_as_it_was(string line)
    {
        tree.Run("ima_hash file");
        var before = tree.State();
        Assert.Equal(125, tree.Run(line).Exit);
        Assert.Equal(before, tree.State());
    }

    [Fact]
    public void Engines_that_nothing_needs_do_nothing() =>
        Assert.Equal(tree.Run("ima_hash -a streebog256 file").Output, tree.Run("ima_hash --engine gost -a streebog256 file").Output);

    [Theory]
    [InlineData("ima_sign --v3 -k KEYS/rsa.pem file", "ima_verify -k KEYS/rsa.der file", "0303")]
    [InlineData("sign --v3 -o -k KEYS/ec.pem file", "verify -k KEYS/ec.der file", "0503")]
    public void Version_3_signs_what_file_sign_signs(string sign, string verify, string header)
    {
        Assert.Equal(0, tree.Run("ima_hash file").Exit);
        var result = tree.Run(sign);
        Assert.StartsWith(header, result.Output);
        Assert.Equal(0, tree.Run(verify).Exit);
        Assert.Equal(125, tree.Run(sign + " --rsa").Exit);
    }

    [Fact]
    public void Version_3_has_the_bytes_of_file_sign()
    {
        var ours = tree.Run("ima_sign -n --v3 -k KEYS/rsa.pem file").Output.Trim();
        Assert.Equal(0, tree.RunTool(Imara.Tests.Shared.NativeBinary.Path, "file sign --key KEYS/rsa.pem --signature-version 3 file").Exit);
        Assert.Contains("security.ima=0x" + ours, tree.State());
    }

    [Fact]
    public void A_file_without_a_label_is_named_in_the_words_that_scripts_know()
    {
        tree.Clear();
        var result = tree.Run("ima_verify -k KEYS/rsa.der file");
        Assert.Equal(tree.RunTheirs("ima_verify -k KEYS/rsa.der file").Exit, result.Exit);
        Assert.Contains("getxattr failed: file\n", result.Error);
        Assert.Contains("No data available", result.Error);
    }

    [Fact]
    public void In_a_tree_each_failing_file_is_named_and_the_others_are_done()
    {
        Shell.Run($"chattr +i {tree.Root}/sub/second");
        var theirs = tree.RunTheirs("ima_hash -r .");
        var ours = tree.Run("ima_hash -r .");
        Shell.Run($"chattr -i {tree.Root}/sub/second");
        Assert.Equal(0, theirs.Exit);
        Assert.Equal((125, "evmctl: ./sub/second: security.ima cannot be written: Operation not permitted\n"), (ours.Exit, ours.Error));
        Assert.Equal(2, tree.State().Split('\n').Count(line => line.StartsWith("security.ima=0x0404", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_relative_key_signs_a_whole_tree()
    {
        Shell.Run($"cp {keys.Folder}/rsa.pem {tree.Root}/..");
        var theirs = tree.RunTheirs("ima_sign -r -k ../rsa.pem sub");
        var ours = tree.Run("ima_sign -r -k ../rsa.pem sub");
        Assert.Equal((0, string.Empty), (theirs.Exit, theirs.Output));
        Assert.Equal((0, 1), (ours.Exit, ours.Output.Count(c => c == '\n')));
        Assert.Equal(0, tree.Run("ima_verify -k KEYS/rsa.der sub/second").Exit);
    }

    [Fact]
    public void Signature_files_of_a_walk_are_not_signed_in_turn()
    {
        Assert.Equal(0, tree.Run("ima_sign -r -f -k KEYS/rsa.pem .").Exit);
        Assert.Equal("./empty.sig\n./file.sig\n./sub/second.sig", Shell.Run($"cd {tree.Root} && find . -name '*.sig*' | sort"));
    }

    [Fact]
    public void A_certificate_with_an_identifier_of_its_own_verifies()
    {
        Assert.Equal(0, tree.Run("ima_sign -k KEYS/rsa.pem --keyid-from-cert KEYS/skid.der file").Exit);
        Assert.Contains("05060708", tree.State());
        Assert.Equal(1, tree.RunTheirs("ima_verify -k KEYS/skid.der file").Exit);
        Assert.Equal((0, "file: verification is OK\n"), (tree.Run("ima_verify -k KEYS/skid.der file").Exit, tree.Run("ima_verify -k KEYS/skid.der file").Error));
    }

    [Fact]
    public void A_certificate_without_an_identifier_verifies_with_a_warning()
    {
        Assert.Equal(0, tree.Run("ima_sign -k KEYS/rsa.pem file").Exit);
        var result = tree.Run("ima_verify -k KEYS/none.der file");
        Assert.Equal(0, result.Exit);
        Assert.Contains("the kernel cannot find its key", result.Error);
    }

    [Fact]
    public void The_certificate_of_another_key_gives_no_keyid()
    {
        Assert.Equal(0, tree.RunTheirs("ima_sign -n -k KEYS/rsa.pem --keyid-from-cert KEYS/ec.der file").Exit);
        Assert.Equal(125, tree.Run("ima_sign -n -k KEYS/rsa.pem --keyid-from-cert KEYS/ec.der file").Exit);
    }

    [Fact]
    public void The_length_of_a_digest_tells_its_algorithm()
    {
        var line = tree.RunTool("/bin/sh", "-c sha512sum\tfile").Output;
        Assert.Equal(125, tree.RunTheirs("sign_hash -k KEYS/rsa.pem", line).Exit);
        Assert.Equal(tree.Run("sign_hash -a sha512 -k KEYS/rsa.pem", line).Output, tree.Run("sign_hash -k KEYS/rsa.pem", line).Output);
    }

    [Fact]
    public void A_line_that_is_no_digest_is_named_and_the_others_are_signed()
    {
        var good = new string('a', 64) + "  name\n";
        var ours = tree.Run("sign_hash -k KEYS/rsa.pem", good + "zz  other\n" + good);
        Assert.Equal((125, 2), (ours.Exit, ours.Output.Count(c => c == '\n')));
        Assert.Equal("evmctl: line 2: does not begin with a digest in hex\n", ours.Error);
    }

    [Fact]
    public void The_UUID_comes_from_the_kernel_or_stands_apart_from_its_option()
    {
        tree.Run("ima_hash file");
        var attached = tree.RunTheirs($"sign -u{EvmctlTree.Uuid} -k KEYS/rsa.pem file").Output;
        Assert.NotEmpty(attached);
        Assert.Equal(attached, tree.Run($"sign -u {EvmctlTree.Uuid} -k KEYS/rsa.pem file").Output);
        Assert.Equal(attached, tree.Run("sign -k KEYS/rsa.pem file").Output);
        Assert.Equal(0, tree.Run("verify -k KEYS/rsa.der file").Exit);
    }

    [Fact]
    public void Capabilities_may_be_bytes()
    {
        tree.Run("ima_hash file");
        Shell.Run($"setcap cap_net_raw+ep {tree.Root}/file");
        var value = Shell.Run($"getfattr --absolute-names --only-values -n security.capability {tree.Root}/file | od -An -v -tx1 | tr -d ' \\n'");
        var labelled = tree.Run("sign -o -n -k KEYS/rsa.pem file").Output;
        Shell.Run($"setfattr -x security.capability {tree.Root}/file");
        Assert.Equal(labelled, tree.Run($"sign -o -n --caps=0x{value} -k KEYS/rsa.pem file").Output);
    }

    [Fact]
    public void Portable_signatures_cover_all_attributes_of_Smack()
    {
        tree.Run("ima_hash file");
        Shell.Run($"setfattr -n security.SMACK64EXEC -v label {tree.Root}/file");
        var theirs = tree.RunTheirs("sign -o --smack -n -k KEYS/rsa.pem file").Output;
        Assert.Equal(theirs, tree.Run("sign -o -n -k KEYS/rsa.pem file").Output);
        Assert.NotEqual(theirs, tree.RunTheirs("sign -o -n -k KEYS/rsa.pem file").Output);
    }

    [Fact]
    public void Content_that_is_no_signature_is_not_made_a_label()
    {
        File.WriteAllText(Path.Combine(tree.Root, "file.sig"), "garbage");
        Assert.Equal(0, tree.RunTheirs("ima_setxattr file").Exit);
        tree.Run("ima_clear file");
        Assert.Equal(125, tree.Run("ima_setxattr file").Exit);
        Assert.DoesNotContain("security.ima", tree.State());
    }

    [Fact]
    public void A_signature_of_fs_verity_verifies_and_another_content_does_not()
    {
        // A file of one block: the root is the digest of that block.
        byte[] root = SHA256.HashData([.. "hello"u8, .. new byte[4096 - 5]]);
        byte[] descriptor = [1, 1, 12, 0, .. new byte[4], 5, .. new byte[7], .. root, .. new byte[256 - 16 - 32]];
        foreach (var (digest, exit) in new[] { (SHA256.HashData(descriptor), 0), (new byte[32], 1) })
        {
            var line = $"sha256:{Convert.ToHexStringLower(digest)} file";
            var signed = tree.Run("sign_hash --veritysig -k KEYS/rsa.pem", line + "\n");
            Assert.StartsWith(line + " 060304", signed.Output);
            Shell.Run($"setfattr -n security.ima -v 0x{signed.Output.Trim().Split(' ')[2]} {tree.Root}/file");
            Assert.Equal(exit, tree.Run("ima_verify -k KEYS/rsa.der file").Exit);
        }
    }

    [Fact]
    public void An_HMAC_is_the_one_of_the_kernel()
    {
        tree.Run("ima_hash file");
        var result = tree.Run("hmac -u --hmackey KEYS/hmac file");
        Assert.Equal(0, result.Exit);
        var misc = Shell.Run($"lsattr -v {tree.Root}/file | awk '{{print $1}}'; stat -c '%i %u %g %f' {tree.Root}/file").Split(['\n', ' ']);
        var input = Convert.FromHexString(tree.Run("ima_hash -n file").Output.Trim()).ToList();
        input.AddRange(BitConverter.GetBytes(ulong.Parse(misc[1])));
        input.AddRange(BitConverter.GetBytes(uint.Parse(misc[0])));
        input.AddRange(BitConverter.GetBytes(uint.Parse(misc[2])));
        input.AddRange(BitConverter.GetBytes(uint.Parse(misc[3])));
        input.AddRange(BitConverter.GetBytes(Convert.ToUInt32(misc[4], 16)));
        byte[] key = [.. File.ReadAllBytes(Path.Combine(keys.Folder, "hmac")), .. new byte[96]];
        var expected = Convert.ToHexStringLower(HMACSHA1.HashData(key, input.ToArray()));
        Assert.Equal($"hmac: {expected}\n", result.Error);
        Assert.Contains($"security.evm=0x02{expected}", tree.State());
        Assert.Equal(125, tree.Run("hmac -u -a sha256 --hmackey KEYS/hmac file").Exit);
    }

    [Fact]
    public void The_obsolete_signature_is_made_with_a_warning_and_verifies_nowhere()
    {
        tree.Run("ima_hash file");
        var result = tree.Run("sign -i -k KEYS/rsa.pem file");
        Assert.Equal(0, result.Exit);
        Assert.Contains("no kernel accepts", result.Error);
        Assert.Equal(1, tree.Run("verify -u -k KEYS/rsa.der file").Exit);
    }

    [Fact]
    public void A_certificate_in_PEM_is_imported_like_one_in_DER()
    {
        Assert.Equal(1, tree.RunTheirs("import KEYS/rsa.crt").Exit);
        foreach (var file in new[] { "rsa.crt", "rsa.der" })
        {
            var result = tree.Run($"import KEYS/{file} @u");
            Assert.Equal(0, result.Exit);
            var serial = int.Parse(result.Output);
            Assert.Contains("asymmetric", Shell.Run($"keyctl rdescribe {serial}"));
            Shell.Run($"keyctl unlink {serial} @u");
        }

        var old = tree.Run("import --rsa KEYS/rsa.pub");
        Assert.StartsWith("user;", Shell.Run($"keyctl rdescribe {old.Output.Trim()}"));
        Shell.Run($"keyctl unlink {old.Output.Trim()} @u");
    }

    [Fact]
    public void An_unknown_keyring_is_not_taken_for_the_users()
    {
        var theirs = tree.RunTheirs("import KEYS/rsa.der @zz");
        Assert.Equal(0, theirs.Exit);
        Shell.Run($"keyctl unlink {theirs.Output.Trim()} @u");
        var ours = tree.Run("import KEYS/rsa.der @zz");
        Assert.Equal((125, string.Empty), (ours.Exit, ours.Output));
        Assert.Contains("`@zz` is no keyring", ours.Error);
    }

    [Fact]
    public void A_token_that_is_not_there_is_a_failure()
    {
        var result = tree.Run("ima_sign -psecret -k pkcs11:token=none;object=none file");
        Assert.Equal((125, string.Empty), (result.Exit, result.Output));
        Assert.Contains("evmctl: ", result.Error);
    }

    [Fact]
    public void A_bad_signature_in_a_list_is_a_failure()
    {
        var signature = Convert.FromHexString(tree.Run("ima_sign -n -k KEYS/rsa.pem file").Output.Trim());
        var list = new SignedList();
        list.Add("boot_aggregate", new byte[32], []);
        list.Add("/file", SHA256.HashData("hello"u8), signature);
        list.Write(tree.Root);
        const string Line = "ima_measurement --pcrs sha1,pcrs --verify-sig list -k ";
        Assert.Equal(0, tree.RunTheirs(Line + "KEYS/rsa.der").Exit);
        Assert.Equal(0, tree.Run(Line + "KEYS/rsa.der").Exit);
        Assert.Equal(0, tree.RunTheirs(Line + "KEYS/ec.der").Exit);
        var unknown = tree.Run(Line + "KEYS/ec.der");
        Assert.Equal(1, unknown.Exit);
        Assert.StartsWith("evmctl: list: entry 1: the signature of /file: unknown keyid ", unknown.Error);

        list.Add("/other", SHA256.HashData("other"u8), signature);
        list.Write(tree.Root);
        Assert.Equal(0, tree.RunTheirs(Line + "KEYS/rsa.der").Exit);
        var bad = tree.Run(Line + "KEYS/rsa.der");
        Assert.Equal((1, true), (bad.Exit, bad.Error.StartsWith("evmctl: list: entry 2: the signature of /other: bad signature\n", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_name_that_is_not_UTF_8_is_read_and_written_as_it_is()
    {
        Shell.Run($"cd {tree.Root} && printf x > \"$(printf 'bad\\377name')\"");
        var hash = Shell.Run($"cd {tree.Root} && {tree.Ours} ima_hash \"$(printf 'bad\\377name')\"");
        Assert.StartsWith("0404", hash);
        Assert.Equal("626164ff6e616d650a", Shell.Run($"cd {tree.Root} && {tree.Ours} ima_clear \"$(printf 'bad\\377name')\" 2>&1 | od -An -v -tx1 | tr -d ' \\n'"));
    }

    public void Dispose() => tree.Dispose();
}
