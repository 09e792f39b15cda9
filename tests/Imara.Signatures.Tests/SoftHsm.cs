using System.Runtime.InteropServices;
using Imara.Tests.Shared;

namespace Imara.Signatures.Tests;

/// <summary>A token in software with an RSA key, an ECDSA key and a PIN of awkward characters.</summary>
public sealed class SoftHsm : IDisposable
{
    private const string Module = "/usr/lib/softhsm/libsofthsm2.so";
    private readonly string root = Directory.CreateTempSubdirectory("imara-token-").FullName;

    public SoftHsm()
    {
        Directory.CreateDirectory(Path.Combine(root, "tokens"));
        File.WriteAllText(Path.Combine(root, "softhsm.conf"), $"directories.tokendir = {root}/tokens\nobjectstore.backend = file\n");
        File.WriteAllText(PinFile, "12 34&");

        // The engine lives in this process and reads the environment through the C library, which the framework's own copy does not reach.
        SetEnvironment("SOFTHSM2_CONF", Path.Combine(root, "softhsm.conf"));
        SetEnvironment("PKCS11_MODULE_PATH", Module);
        Run("softhsm2-util", "--init-token", "--free", "--label", "imara", "--pin", "12 34&", "--so-pin", "1234");
        Make("rsa", "01", "rsa:2048");
        Make("ec", "02", "EC:prime256v1");
    }

    public string PinFile => Path.Combine(root, "pin");

    public static string UriOf(string name) => $"pkcs11:token=imara;object={name};type=private";

    /// <summary>OpenSSL finds no engines until the answer is disposed.</summary>
    public static IDisposable WithoutEngine()
    {
        SetEnvironment("OPENSSL_ENGINES", "/nowhere");
        return new Restored();
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static void SetEnvironment(string name, string value)
    {
        Environment.SetEnvironmentVariable(name, value);
        Assert.Equal(0, LibC.SetEnv(name, value, 1));
    }

    private void Make(string name, string id, string type) => Run(
        "pkcs11-tool", "--module", Module, "--token-label", "imara", "--login", "--pin", "12 34&", "--keypairgen", "--key-type", type, "--label", name, "--id", id);

    private void Run(string program, params string[] arguments)
    {
        var result = Command.Run(program, arguments, input: null, ("SOFTHSM2_CONF", Path.Combine(root, "softhsm.conf")));
        Assert.True(result.Exit == 0, $"{program}: {result.Error}");
    }

    private sealed class Restored : IDisposable
    {
        public void Dispose() => Assert.Equal(0, LibC.UnsetEnv("OPENSSL_ENGINES"));
    }

    private static class LibC
    {
        [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        internal static extern int SetEnv(string name, string value, int overwrite);

        [DllImport("libc", EntryPoint = "unsetenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        internal static extern int UnsetEnv(string name);
    }
}
