using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Imara.Appraisal.Simulating;
using Imara.Engine.Boot;
using Imara.Hashing;
using Imara.Linux.Trees;
using Imara.Policy.Checking;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;
using Imara.Signatures.Keys;

namespace Imara.Appraisal.Tests;

/// <summary>Kernels, rules, labels and simulations.</summary>
internal static class Given
{
    private static readonly RSA Rsa = RSA.Create(2048);

    public static Keyring Keys { get; } = KeyringOf(Rsa);

    public static EngineSetup Setup(string kernel = "6.12") => new()
    {
        Kernel = KernelNamed(kernel),
        Boot = new BootParameters { Hash = HashAlgo.Sha256, Template = "ima-ng", Appraise = AppraiseBits.Enforce },
    };

    public static ImmutableArray<PolicyRule> Rules(string policy, string kernel = "6.12")
    {
        var check = PolicyChecker.Check([new PolicySource("p", Encoding.UTF8.GetBytes(policy))], new RuleContext(KernelNamed(kernel), LsmContext.None, false), LoadMethod.Lines);
        Assert.True(check.IsAccepted, policy);
        return check.Rules;
    }

    public static Simulation Simulation(string policy, bool hash = false, Keyring? keys = null, SimulationMode mode = SimulationMode.Enforce, params ImmutableArray<Subject> subjects) =>
        new(Setup(), Rules(policy), mode)
        {
            ReadsContent = hash,
            Keys = keys,
            Subjects = subjects.IsDefaultOrEmpty ? [Subject.Root] : subjects,
            Walk = new TreeWalkOptions { Workers = 2 },
        };

    public static byte[] HashLabel(string content, HashAlgo algo = HashAlgo.Sha256) => [4, (byte)algo, .. KernelHash.Compute(algo, Encoding.UTF8.GetBytes(content)).Bytes];

    /// <summary>A signature by the key of <see cref="Keys"/>, or by one that nobody knows.</summary>
    public static byte[] Signature(string content, bool isKnown = true, byte version = 2)
    {
        using var other = RSA.Create(2048);
        var key = isKnown ? Rsa : other;
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(content));
        var signed = version == 3 ? SHA256.HashData([3, (byte)HashAlgo.Sha256, .. digest]) : digest;
        var signature = key.SignHash(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return [3, version, (byte)HashAlgo.Sha256, .. SHA1.HashData(key.ExportRSAPublicKey())[^4..], (byte)(signature.Length >> 8), (byte)signature.Length, .. signature];
    }

    private static KernelProfile KernelNamed(string version) => KernelVersion.TryParse(version, out var number) ? KnownKernels.OfVersion(number) : throw new ArgumentException(version, nameof(version));

    private static Keyring KeyringOf(RSA rsa)
    {
        Assert.True(PublicKey.TryParseSpki(rsa.ExportSubjectPublicKeyInfo(), out var key, out _));
        var keys = new Keyring();
        keys.Add(key);
        return keys;
    }
}
