using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Imara.Boot.Checking;
using Imara.Engine.Boot;
using Imara.Linux.Files;
using Imara.Policy.Checking;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Signatures.Keys;
using Imara.Tests.Shared;

namespace Imara.Boot.Tests.Checking;

/// <summary>A small system below a folder: an init that is a script, and a shell.</summary>
internal sealed class SmallSystem : IDisposable
{
    private static readonly Lazy<RSA>[] Keys = [new(() => RSA.Create(2048)), new(() => RSA.Create(2048))];
    private int certificates;

    public SmallSystem()
    {
        Write("sbin/init", "#!/bin/sh\n");
        Write("bin/sh", "shell");
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("imara-preflight-").FullName;

    public void Dispose() => Directory.Delete(Root, recursive: true);

    public void Shell(string script) => Assert.Equal(0, Command.Run("bash", ["-c", $"cd {Root}; {script}"]).Exit);

    /// <summary>Writes a program.</summary>
    public void Write(string path, string content)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        File.SetUnixFileMode(full, (UnixFileMode)0x1ed);
    }

    /// <summary>Labels every regular file by its hash.</summary>
    public void Label()
    {
        foreach (var file in Directory.EnumerateFiles(Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            if (Path.GetFileName(file) != "p")
            {
                Put(file, [4, 4, .. SHA256.HashData(File.ReadAllBytes(file))]);
            }
        }
    }

    /// <summary>Gives files a label of the form of a signature, which no key verifies.</summary>
    public void Sign(params string[] files)
    {
        foreach (var file in files)
        {
            Put(Path.Combine(Root, file), Convert.FromHexString("030204112233440004aabbccdd"));
        }
    }

    /// <summary>Signs a file by the key of the certificate that was made last.</summary>
    public void SignRightly(string file, X509Key certificate)
    {
        var path = Path.Combine(Root, file);
        var key = Keys[(certificates - 1) % Keys.Length].Value;
        lock (key)
        {
            var signature = key.SignData(File.ReadAllBytes(path), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            var id = certificate.KeyId!.Value;
            Put(path, [3, 2, 4, (byte)(id >> 24), (byte)(id >> 16), (byte)(id >> 8), (byte)id, (byte)(signature.Length >> 8), (byte)signature.Length, .. signature]);
        }
    }

    /// <summary>Takes the labels of files away.</summary>
    public void Unlabel(params string[] files)
    {
        foreach (var file in files)
        {
            Put(Path.Combine(Root, file), null);
        }
    }

    /// <summary>Makes a certificate; the second of a system is by another key than the first.</summary>
    public X509Key Certificate(bool isAuthority = false)
    {
        var key = Keys[certificates++ % Keys.Length].Value;
        lock (key)
        {
            var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, isAuthority));
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
            if (!isAuthority)
            {
                request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, false));
            }

            using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(10));
            Assert.True(X509Key.TryParse(made.RawData, out var certificate, out _));
            return certificate;
        }
    }

    public PreflightResult Check(string policy, PreflightAsked? asked = null)
    {
        asked ??= new PreflightAsked();
        var path = Path.Combine(Root, asked.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, policy);
        var kernel = KnownKernels.Find(asked.Kernel) ?? KnownKernels.OfVersion(new KernelVersion(6, 12));
        return new PolicyPreflight(new PreflightQuestion
        {
            Check = PolicyChecker.Check([new PolicySource("p", Encoding.UTF8.GetBytes(policy))], new RuleContext(kernel, LsmContext.None), asked.Method),
            PolicyPath = path,
            Setup = new EngineSetup
            {
                Kernel = kernel,
                Boot = CommandLineParser.Parse(asked.CommandLine ?? string.Empty, kernel, _ => false) with
                {
                    Appraise = AppraiseBits.Enforce,
                    Policies = asked.Boot is { } one ? [one] : [],
                },
            },
            Method = asked.Method,
            Mode = asked.Mode,
            Root = Root,
            CommandLine = asked.CommandLine,
            LoadedBy = asked.By,
            Trusted = asked.Trusted,
            LooksAtRunning = asked.Running,
            LabelsAssumed = asked.LabelsAssumed,
            Keys = asked.Keys,
            EvmKeys = asked.EvmKeys,
        }).Run();
    }

    private static void Put(string path, byte[]? label)
    {
        Assert.Equal(Errno.None, Descriptor.Open(Encoding.UTF8.GetBytes(path), Imara.Linux.Files.OpenFlags.ReadOnly, out var descriptor));
        Assert.Equal(Errno.None, label is null ? ExtendedAttributes.Remove(descriptor, "security.ima"u8) : ExtendedAttributes.Write(descriptor, "security.ima"u8, label));
        _ = Descriptor.Close(descriptor);
    }
}
