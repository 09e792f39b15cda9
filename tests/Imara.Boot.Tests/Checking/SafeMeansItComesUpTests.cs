using System.Globalization;
using System.Security.Cryptography;
using Imara.Boot.Checking;
using Imara.Engine.Boot;
using Imara.Policy.BuiltIn;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Signatures.Keys;
using Imara.Tests.Shared;

namespace Imara.Boot.Tests.Checking;

/// <summary>Systems, policies, labels, keys and loaders at random: what is called safe comes up when its boot is walked access by access.</summary>
public sealed class SafeMeansItComesUpTests : IDisposable
{
    private static readonly string[] Exemptions =
    [
        "dont_appraise fsmagic=0x858458f6", "dont_appraise fsmagic=0x1021994", "dont_appraise fsname=rootfs", "dont_appraise fsmagic=0x9fa0", "dont_appraise fsmagic=0x62656572",
        "dont_appraise fsmagic=0x73636673", "dont_appraise fsmagic=0x63677270", "dont_appraise func=MMAP_CHECK", "measure func=BPRM_CHECK",
    ];

    private static readonly string[] Rules =
    [
        "appraise func=BPRM_CHECK", "appraise func=BPRM_CHECK appraise_type=imasig", "appraise func=MMAP_CHECK", "appraise func=MMAP_CHECK fowner=0 appraise_type=imasig", "appraise fowner=0",
        "appraise func=FILE_CHECK mask=MAY_EXEC", "appraise func=CREDS_CHECK", "appraise func=BPRM_CHECK fowner=7777", "appraise func=MODULE_CHECK appraise_type=imasig",
    ];

    private readonly SmallSystem system = new();
    private readonly List<(string Path, byte[] Content)> files = [];
    private readonly Dictionary<string, (X509Key Certificate, Func<byte[], byte[]> Sign)> keys = [];

    public SafeMeansItComesUpTests()
    {
        // A real program with its linker and its libraries, and a shell that is a script's interpreter.
        system.Shell("""
            rm bin/sh; cp /bin/true bin/sh; mkdir -p lib64; cp -L /lib64/ld-linux-x86-64.so.2 lib64/
            for l in $(ldd /bin/true | grep -o '/[^ ]*' | grep -v ld-linux); do mkdir -p .$(dirname $l); cp -L $l .$l; done
            """);
        foreach (var file in Directory.GetFiles(system.Root, "*", SearchOption.AllDirectories))
        {
            files.Add((file, File.ReadAllBytes(file)));
        }

        AddKey("rsa", "-newkey rsa:2048");
        AddKey("ec", "-newkey ec -pkeyopt ec_paramgen_curve:P-256");
    }

    public void Dispose() => system.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_called_safe_comes_up(int seed)
    {
        var random = new Random(seed);
        var magic = ulong.Parse(Command.Run("stat", ["-f", "-c", "%t", system.Root]).Output.Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var (safe, refused) = (0, 0);
        for (var round = 0; round < 60; round++)
        {
            var asked = Ask(random);
            var policy = PolicyOf(random);
            var labels = Label(random);
            var kernel = KnownKernels.Find(asked.Kernel)!;
            var initramfs = StartWords.InitramfsOf(asked.CommandLine)[0].Magic;
            var walked = new WalkedBoot(
                new EngineSetup
                {
                    Kernel = kernel,
                    Boot = new BootParameters { Hash = HashAlgo.Sha256, Template = "ima-ng", Appraise = AppraiseBits.Enforce, Policies = asked.Boot is { } one ? [one] : [] },
                },
                [.. files.Select(file => WalkedBoot.FileOf(file.Path, magic, "ext4", file.Content, labels[file.Path]))],
                initramfs);
            var refusal = walked.Run(asked.By!.Value, policy, [.. asked.Keys.Where(key => key.IsLoadedAtBoot).Select(key => key.Certificate)]);
            var result = system.Check(policy, asked);
            safe += result.Verdict == PreflightVerdict.Safe ? 1 : 0;
            refused += refusal is null ? 0 : 1;
            Assert.False(result.Verdict == PreflightVerdict.Safe && refusal is not null, $"seed {seed}, round {round}: safe, and {refusal} is refused under:\n{policy}{asked}");
        }

        Assert.True(safe > 2 && refused > 20, $"{safe} safe, {refused} refused: too few to mean anything");
    }

    private PreflightAsked Ask(Random random)
    {
        var known = keys.Values.Where(_ => random.Next(3) > 0).Select(key => new PreflightKey("cert", key.Certificate, null, random.Next(4) > 0));
        return new PreflightAsked
        {
            By = (LoadedBy)random.Next(3),
            Kernel = random.GetItems(["6.1-debian", "6.12-debian", "6.12-debian", "6.12-lab"], 1)[0],
            CommandLine = random.Next(2) == 0 ? "root=/dev/vda" : "quiet",
            Boot = random.Next(6) == 0 ? BuiltInPolicy.AppraiseTcb : null,
            Keys = [.. known],
        };
    }

    private static string PolicyOf(Random random) =>
        string.Concat(Exemptions.Where(_ => random.Next(4) > 0).Select(line => line + "\n")) + string.Concat(random.GetItems(Rules, 1 + random.Next(2)).Select(line => line + "\n"));

    // Mostly one kind for all files, as real systems are; sometimes one file is another.
    private Dictionary<string, byte[]?> Label(Random random)
    {
        var kind = random.Next(3);
        var odd = random.Next(3) == 0 ? random.Next(files.Count) : -1;
        var labels = new Dictionary<string, byte[]?>();
        for (var i = 0; i < files.Count; i++)
        {
            labels[files[i].Path] = LabelOf(i == odd ? 3 + random.Next(3) : kind, files[i].Content);
        }

        system.Shell(string.Join('\n', labels.Select(pair => pair.Value is { } value
            ? $"setfattr -n security.ima -v 0x{Convert.ToHexString(value)} {pair.Key}"
            : $"setfattr -x security.ima {pair.Key} 2>/dev/null || true")));
        return labels;
    }

    private byte[]? LabelOf(int kind, byte[] content) => kind switch
    {
        0 => [4, 4, .. SHA256.HashData(content)],
        1 => keys["rsa"].Sign(content),
        2 => keys["ec"].Sign(content),
        3 => null,
        4 => [4, 4, .. SHA256.HashData([.. content, 0])],
        _ => keys["rsa"].Sign([.. content, 0]),
    };

    private void AddKey(string name, string kind)
    {
        system.Shell($"openssl req -x509 {kind} -nodes -keyout {name}.key -outform DER -out {name}.der -subj /CN={name} -days 10 -addext basicConstraints=CA:FALSE -addext keyUsage=digitalSignature 2>/dev/null");
        Assert.True(X509Key.TryParse(File.ReadAllBytes($"{system.Root}/{name}.der"), out var certificate, out _));
        var pem = File.ReadAllText($"{system.Root}/{name}.key");
        system.Shell($"rm {name}.key {name}.der");
        keys[name] = (certificate, content =>
        {
            byte[] signature;
            if (name == "rsa")
            {
                using var rsa = RSA.Create();
                rsa.ImportFromPem(pem);
                signature = rsa.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            }
            else
            {
                using var ec = ECDsa.Create();
                ec.ImportFromPem(pem);
                signature = ec.SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
            }

            var id = certificate.KeyId!.Value;
            return [3, 2, 4, (byte)(id >> 24), (byte)(id >> 16), (byte)(id >> 8), (byte)id, (byte)(signature.Length >> 8), (byte)signature.Length, .. signature];
        }
        );
    }
}
