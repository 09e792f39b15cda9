namespace Imara.Aot.Tests.Evmctl;

/// <summary>The same command lines for ours and for Debian's evmctl 1.4 on the same files: same exit status, output, labels and files.</summary>
public sealed class SameAsDebiansTests : IClassFixture<EvmctlKeys>, IDisposable
{
    private const string Sign = "ima_sign -k KEYS/rsa.pem file";
    private const string Hash = "ima_hash file";
    private readonly EvmctlTree tree;

    public SameAsDebiansTests(EvmctlKeys keys) => tree = new EvmctlTree(keys);

    public static TheoryData<string> ContentLines =>
    [
        .. from algo in new[] { "sha1", "sha224", "sha256", "sha384", "sha512", "md5", "rmd160", "ripemd160", "sm3" }
           from command in new[] { "ima_hash -a ", "ima_sign -k KEYS/rsa.pem --hashalgo=" }
           select $"{command}{algo} file",
        .. from option in new[]
           {
               "-f", "-n", "-nf", "--xattr-user", "--keyid aabbccdd", "--keyid=0x1", "--keyid-from-cert KEYS/rsa.crt", "--keyid-from-cert KEYS/rsa.der", "-v", "-r", "-nr",
           }
           select $"ima_sign -k KEYS/rsa.pem {option} {(option.EndsWith('r') && option.Length < 4 ? "." : "file")}",
        "ima_hash -n file", "ima_hash --xattr-user file", "ima_hash -r .", "ima_hash -r -t d .", "ima_hash --rec sub", "ima_hash empty",
        "ima_sign -kKEYS/encrypted.pem -psecret file", "ima_sign -k KEYS/encrypted.pem --pass=secret file", "ima_sign -k KEYS/pkcs8.pem -psecret file",
        "ima_sign file -k KEYS/both.pem", "ima_sign -psecret -k KEYS/rsa.pem -- file",
    ];

    public static TheoryData<string> MetadataLines =>
    [
        .. from kind in new[] { "-u", "-o", $"-u{EvmctlTree.Uuid}", $"--uuid={EvmctlTree.Uuid}", "-i" }
           from option in new[]
           {
               "-a sha512", "--ino 77", "--uid 5", "--gid 6", "--mode 33188", "--generation 9", "--generation=", "--ima 0404aabb", "--selinux a:b", "--selinux=", "--caps",
               "--caps=", "--caps=abc", "--smack", "--m32", "--m64", "-n", "-s", "-d", "-sd", "-sf", "--xattr-user", "--keyid 12345678",
           }
           where kind != "-i" || option != "--m32"
           select $"sign {kind} -k KEYS/rsa.pem {option} file",
        "sign -u -k KEYS/rsa.pem sub", "sign -u -k KEYS/rsa.pem null", "sign -r -u -s -k KEYS/rsa.pem .", "sign -r -o -d -k KEYS/rsa.pem .",
    ];

    public static TheoryData<string> Failures =>
    [
        "ima_hash absent", "ima_hash .", "ima_hash link", "ima_hash null", "ima_hash -r absent", "ima_hash -a nothing file", "ima_sign -k absent file", "ima_sign file",
        "ima_sign -k KEYS/rsa.pem absent", "ima_sign -k KEYS/rsa.pem -r file", "ima_sign -k KEYS/encrypted.pem -pwrong file", "ima_sign --rsa -a sha512 -k KEYS/rsa.pem file",
        "ima_sign --rsa -k KEYS/ec.pem file", "sign -o -k KEYS/rsa.pem empty", "verify -u -k KEYS/rsa.der empty", "ima_verify -k KEYS/rsa.der empty",
        "ima_verify -k KEYS/rsa.der absent", "ima_fix absent", "ima_fix -r absent", "ima_clear -r absent", "convert absent", "convert file", "import absent", "import file",
        "import --rsa KEYS/rsa.der", "import KEYS/rsa.der 0x1", "ima_boot_aggregate absent", "ima_boot_aggregate --pcrs absent", "ima_measurement absent",
        "nothing", "help nothing", "--nothing", "ima_sign -k", "sign --im file",
    ];

    [Theory]
    [MemberData(nameof(ContentLines))]
    public void Labels_of_content_are_the_same(string line) => Compare(line);

    [Theory]
    [MemberData(nameof(MetadataLines))]
    public void Labels_of_metadata_are_the_same(string line) => Compare(line, Hash, "ima_hash --xattr-user file");

    [Theory]
    [MemberData(nameof(Failures))]
    public void What_fails_there_fails_here_with_the_same_status(string line)
    {
        var theirs = tree.Run(EvmctlTree.Theirs, line);
        var ours = tree.Run(line);
        Assert.NotEqual(0, ours.Exit);
        Assert.Equal(theirs.Exit, ours.Exit);
        Assert.StartsWith("evmctl: ", ours.Error);
    }

    [Theory]
    [InlineData("ima_verify -k KEYS/rsa.der file", Sign)]
    [InlineData("ima_verify -k KEYS/ec.der,KEYS/rsa.der file", Sign)]
    [InlineData("ima_verify -k KEYS/ec.der file", Sign)]
    [InlineData("ima_verify file", Sign)]
    [InlineData("ima_verify -k KEYS/rsa.der file empty", Sign)]
    [InlineData("ima_verify -k KEYS/rsa.der file sub/second", "ima_sign -r -k KEYS/rsa.pem .")]
    [InlineData("ima_verify -k KEYS/rsa.der file", Hash)]
    [InlineData("ima_verify -f -k KEYS/rsa.der file", Sign + " -f")]
    [InlineData("ima_verify --xattr-user -k KEYS/rsa.der file", Sign + " --xattr-user")]
    [InlineData("ima_verify -k KEYS/ec.der file", "ima_sign -k KEYS/ec.pem file")]
    [InlineData("ima_verify --rsa -k KEYS/rsa.pub file", Sign + " --rsa")]
    [InlineData("ima_verify -k KEYS/rsa.pub file", Sign + " --rsa -a sha1")]
    [InlineData("verify -k KEYS/rsa.der file", Hash, "sign -o -k KEYS/rsa.pem file")]
    [InlineData("verify -u -k KEYS/rsa.der file", Hash, "sign -u -k KEYS/rsa.pem file")]
    [InlineData("verify -u -k KEYS/ec.der file", Hash, "sign -u -k KEYS/ec.pem file")]
    [InlineData("verify -u -k KEYS/rsa.pub file", Hash, "sign -u --rsa -k KEYS/rsa.pem file")]
    [InlineData("verify -u -k KEYS/rsa.der file", Hash, "sign -u -k KEYS/rsa.pem file", "ima_hash -a sha1 file")]
    [InlineData("verify -u --mode 33188 -k KEYS/rsa.der file", Hash, "sign -u -k KEYS/rsa.pem file")]
    [InlineData("verify -k KEYS/ec.der file", Hash, "sign -o -k KEYS/rsa.pem file")]
    [InlineData("ima_setxattr file", Sign + " -f", "ima_clear file")]
    [InlineData("ima_setxattr -f file.sig empty", Sign + " -f")]
    [InlineData("ima_setxattr --sigfile file.sig empty --xattr-user", "ima_sign -n -f -k KEYS/rsa.pem file")]
    [InlineData("ima_clear file", Hash)]
    [InlineData("ima_clear -r .", "ima_hash -r .")]
    [InlineData("ima_clear --xattr-user file", "ima_hash --xattr-user file", Hash)]
    [InlineData("ima_clear -r -t x .", "ima_hash -r .")]
    [InlineData("ima_fix file", Hash)]
    [InlineData("ima_fix link", Hash)]
    [InlineData("ima_fix -r -t fxm .", Hash)]
    public void Labels_are_used_in_the_same_way(string line, params string[] before) => Compare(line, before);

    [Fact]
    public void A_key_for_version_1_is_converted_to_the_same_bytes()
    {
        Assert.Equal(0, tree.Run(EvmctlTree.Theirs, "convert KEYS/rsa.pub").Exit);
        var theirs = tree.Run("/bin/sh", "-c cat\tKEYS/rsa.pub.*|sha256sum").Output;
        Assert.Equal(0, tree.Run("convert KEYS/rsa.pub").Exit);
        Assert.Equal(theirs, tree.Run("/bin/sh", "-c cat\tKEYS/rsa.pub.*|sha256sum").Output);
    }

    [Theory]
    [InlineData("file empty", "sha256sum", "")]
    [InlineData("file", "sha512sum", "-a sha512")]
    [InlineData("file", "sha1sum", "-a sha1 --keyid 11223344")]
    public void Digests_are_signed_line_by_line(string files, string sum, string options)
    {
        var lines = tree.Run("/bin/sh", $"-c {sum}\t{files.Replace(' ', '\t')}").Output;
        var line = $"sign_hash -k KEYS/rsa.pem {options}";
        Assert.Equal(tree.Run(EvmctlTree.Theirs, line, lines).Output, tree.Run(tree.Ours, line, lines).Output);
    }

    [Fact]
    public void What_ours_signs_with_ECDSA_theirs_verifies()
    {
        foreach (var (sign, verify) in new[]
        {
            ("ima_sign -k KEYS/ec.pem file", "ima_verify -k KEYS/ec.der file"),
            ("ima_sign -a sha512 -k KEYS/ec.pem file", "ima_verify -k KEYS/ec.der file"),
            ("ima_sign --rsa -k KEYS/rsa.pem file", "ima_verify --rsa -k KEYS/rsa.pub file"),
            ("sign -u -d -k KEYS/ec.pem file", "verify -u -k KEYS/ec.der file"),
            ("sign -o -d -k KEYS/ec.pem file", "verify -k KEYS/ec.der file"),
        })
        {
            Assert.Equal(0, tree.Run(sign).Exit);
            Assert.Equal((0, 0), (tree.Run(EvmctlTree.Theirs, verify).Exit, tree.Run(verify).Exit));
        }
    }

    [Fact]
    public void The_password_may_come_from_the_environment()
    {
        const string Line = "ima_sign -n -k KEYS/encrypted.pem file";
        var theirs = tree.Run(EvmctlTree.Theirs, Line, string.Empty, ("EVMCTL_KEY_PASSWORD", "secret"));
        var ours = tree.Run(tree.Ours, Line, string.Empty, ("EVMCTL_KEY_PASSWORD", "secret"));
        Assert.Equal((0, theirs.Output), (ours.Exit, ours.Output));
    }

    public void Dispose() => tree.Dispose();

    private void Compare(string line, params string[] before)
    {
        var (theirs, left) = Answer(EvmctlTree.Theirs);
        var (ours, right) = Answer(tree.Ours);
        Assert.Equal(left, right);
        Assert.Equal(theirs, ours);

        ((int Exit, string Output), string State) Answer(string tool)
        {
            tree.Clear();
            foreach (var first in before)
            {
                tree.Run(EvmctlTree.Theirs, first);
            }

            var result = tree.Run(tool, line);

            // Trees are walked in another order. Labels made before are not the same twice if they hold random numbers or the time.
            var isSame = !before.Any(command => command.Contains("ec.pem") || command.Contains("--rsa"));
            return ((result.Exit, string.Join('\n', result.Output.Split('\n').Order(StringComparer.Ordinal))), isSame ? tree.State() : string.Empty);
        }
    }
}
