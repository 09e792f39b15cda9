using System.Text.Json;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>key show, generate, import and list, as scripts use them.</summary>
public sealed class KeyTests : IDisposable
{
    private const string Folder = "tests/Imara.Aot.Tests/Keys";
    private readonly string folder = Directory.CreateTempSubdirectory("imara-key-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("show-ca.txt", "ca.pem", "text")]
    [InlineData("show-rsa2048.txt", "rsa2048.pem", "text")]
    [InlineData("show-rsa2048.json", "rsa2048.pem", "json")]
    [InlineData("show-p256.json", "p256.pem", "json")]
    public void A_certificate_is_shown(string golden, string certificate, string format)
    {
        var result = Command.Run(NativeBinary.Path, ["key", "show", "-", "--kernel", "6.12", "--format", format], File.ReadAllBytes(Repository.PathOf("tests/Corpus/keys/" + certificate)));
        Assert.Equal((0, string.Empty), (result.Exit, result.Error));
        Golden.Match($"{Folder}/{golden}", result.Output);
    }

    [Theory]
    [InlineData("6.12", "p256.pem", true)]
    [InlineData("6.1-debian", "p256.pem", false)]
    [InlineData("6.1-debian", "rsa2048.pem", true)]
    [InlineData("5.10", "p256.pem", false)]
    public void A_certificate_fits_a_kernel_that_verifies_what_its_key_signs(string kernel, string certificate, bool fits)
    {
        string[] arguments = ["key", "show", "--kernel", kernel, Repository.PathOf("tests/Corpus/keys/" + certificate)];
        Assert.Contains(fits ? $"  fits kernel {kernel}, where it trusts the issuer\n" : $"  does not fit kernel {kernel}: a P-256 key", Run(arguments).Output, StringComparison.Ordinal);
        var shown = JsonDocument.Parse(Run([.. arguments, "--format", "json"]).Output).RootElement;
        Assert.Equal(kernel, shown.GetProperty("kernel").GetString());
        Assert.Equal(fits, shown.GetProperty("keys")[0].GetProperty("fits").GetBoolean());
    }

    [Fact]
    public void What_cannot_be_shown_is_named_and_the_rest_is_shown()
    {
        var result = Run("key", "show", "/dev/null", Repository.PathOf("tests/Corpus/keys/p256.pem"), PathOf("missing"), "--format", "json");
        Assert.Equal(2, result.Exit);
        Assert.Equal($"imara: /dev/null: no key or certificate in PEM or DER; as a certificate: offset 0: an element is cut off\nimara: {PathOf("missing")}: no such file or directory\n", result.Error);
        Assert.Equal(1, JsonDocument.Parse(result.Output).RootElement.GetProperty("keys").GetArrayLength());
    }

    [Theory]
    [InlineData("rsa2048", "ca.crt", "x509_ima.der")]
    [InlineData("p384", "ca.der", "leaf.pem")]
    public void A_ca_and_a_leaf_are_made_that_openssl_verifies(string type, string caFile, string leafFile)
    {
        File.WriteAllText(PathOf("password"), "first line\nsecond line\n");
        var ca = Run(
            "key", "generate", "--ca", "--type", type, "--subject", "O=Example, CN=CA", "--out-key", PathOf("ca.pem"), "--out-cert", PathOf(caFile), "--password-file", PathOf("password"));
        Assert.Equal((0, string.Empty), (ca.Exit, ca.Error));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("ca.pem")));
        var leaf = Run(
            "key", "generate", "--leaf", "--issuer", PathOf(caFile), "--issuer-key", PathOf("ca.pem"), "--issuer-password-file", PathOf("password"), "--type", "p256",
            "--subject", "CN=leaf", "--days", "7", "--out-key", PathOf("leaf.key"), "--out-cert", PathOf(leafFile), "--format", "json");
        Assert.Equal((0, $"imara: note: {PathOf("leaf.key")} is not encrypted; --password-file encrypts it\n"), (leaf.Exit, leaf.Error));
        var shown = JsonDocument.Parse(leaf.Output).RootElement.GetProperty("keys")[0];
        Assert.True(shown.GetProperty("fits").GetBoolean());
        Assert.Equal("O=Example, CN=CA", shown.GetProperty("issuer").GetString());

        OpenSsl("x509", "-in", PathOf(caFile), "-out", PathOf("trusted.pem"));
        OpenSsl("verify", "-CAfile", PathOf("trusted.pem"), PathOf(leafFile));
        OpenSsl("pkey", "-in", PathOf("ca.pem"), "-passin", "pass:first line", "-noout");
        Assert.Equal(leafFile.EndsWith(".der", StringComparison.Ordinal), File.ReadAllBytes(PathOf(leafFile))[0] == 0x30);
        Assert.Equal(5, Directory.GetFiles(folder).Length - 1);
    }

    [Fact]
    public void Nothing_is_overwritten_without_force_and_no_half_of_a_pair_is_left()
    {
        File.WriteAllText(PathOf("cert"), "precious");
        string[] arguments = ["key", "generate", "--type", "p256", "--subject", "CN=x", "--out-key", PathOf("key"), "--out-cert", PathOf("cert")];
        var refused = Run(arguments);
        Assert.Equal((2, $"imara: {PathOf("cert")}: is there already; --force replaces it\n"), (refused.Exit, refused.Error));
        Assert.Equal("precious", File.ReadAllText(PathOf("cert")));
        Assert.Equal([PathOf("cert")], Directory.GetFiles(folder));
        Assert.Equal(0, Run([.. arguments, "--force"]).Exit);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----", File.ReadAllText(PathOf("cert")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_old_pair_stays_until_both_files_of_the_new_one_can_be_placed()
    {
        File.WriteAllText(PathOf("key"), "old key");
        File.WriteAllText(PathOf("cert"), "old certificate");
        Directory.CreateDirectory(PathOf("folder"));
        string[] start = ["key", "generate", "--type", "p256", "--subject", "CN=x", "--force"];
        var noCertificate = Run([.. start, "--out-key", PathOf("key"), "--out-cert", PathOf("folder")]);
        Assert.Equal((2, $"imara: {PathOf("folder")}: is a directory\n"), (noCertificate.Exit, noCertificate.Error));
        Assert.Equal(2, Run([.. start, "--out-key", PathOf("folder"), "--out-cert", PathOf("cert")]).Exit);
        Assert.Equal(("old key", "old certificate"), (File.ReadAllText(PathOf("key")), File.ReadAllText(PathOf("cert"))));
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void An_empty_password_is_refused_wherever_one_is_read()
    {
        File.WriteAllText(PathOf("empty"), string.Empty);
        File.WriteAllText(PathOf("blank"), "\nsecond line\n");
        string[] generate = ["key", "generate", "--type", "p256", "--subject", "CN=x", "--out-key", PathOf("key"), "--out-cert", PathOf("cert")];
        foreach (var file in (string[])["empty", "blank"])
        {
            var refused = Run([.. generate, "--password-file", PathOf(file)]);
            Assert.Equal((2, $"imara: {PathOf(file)}: an empty password; its first line is the password\n"), (refused.Exit, refused.Error));
        }

        Assert.False(File.Exists(PathOf("key")));
        Assert.Equal(0, Run(generate).Exit);
        foreach (var verb in (string[])[$"key show {PathOf("key")}", $"file sign --key {PathOf("key")} {PathOf("cert")}", $"key generate --type p256 --subject CN=y --out-key {PathOf("k2")} --out-cert {PathOf("c2")}"])
        {
            var refused = Command.Run("/bin/sh", ["-c", $"IMARA_KEY_PASSWORD= {NativeBinary.Path} {verb}"]);
            Assert.Equal((2, "imara: $IMARA_KEY_PASSWORD: an empty password; unset it, or put a password in it\n"), (refused.Exit, refused.Error));
        }
    }

    [Fact]
    public void A_PIN_is_in_no_message()
    {
        foreach (var uri in (string[])["pkcs11:token=nobody;object=x;pin-value=98765", "pkcs11:token=nobody;object=x?pin-value=98765"])
        {
            var refused = Run("file", "sign", "--key", uri, PathOf("missing"));
            Assert.Equal(2, refused.Exit);
            Assert.Contains("pkcs11:token=nobody;object=x: ", refused.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("98765", refused.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_certificate_file_without_end_is_refused()
    {
        using (var huge = File.Create(PathOf("huge")))
        {
            huge.SetLength(40 << 20);
        }

        File.WriteAllText(PathOf("file"), "x");
        foreach (var verb in (string[][])[["key", "show", PathOf("huge")], ["file", "verify", "--cert", PathOf("huge"), PathOf("file")]])
        {
            var refused = Run(verb);
            Assert.Equal(2, refused.Exit);
            Assert.Contains("larger than 1048576 bytes", refused.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--ca --leaf", "--ca signs itself: neither --leaf nor --issuer goes with it")]
    [InlineData("--issuer ca.crt", "--issuer and --issuer-key go together")]
    [InlineData("--days 0", "--days: from 1 to 365000")]
    [InlineData("--type p224", "`--type` wants p256, p384, p521, rsa2048, rsa3072 or rsa4096, not `p224`")]
    public void Contradictions_are_usage_errors(string arguments, string reason)
    {
        var result = Run(["key", "generate", "--subject", "CN=x", "--out-key", PathOf("k"), "--out-cert", PathOf("c"), .. arguments.Split(' ')]);
        Assert.Equal(2, result.Exit);
        Assert.StartsWith("imara: " + reason, result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void Certificates_go_into_a_keyring_and_are_listed()
    {
        // In a session of its own, so that nothing stays behind.
        var pem = Repository.PathOf("tests/Corpus/keys/p256.pem");
        var result = InSession($"{NativeBinary.Path} key import {pem} --keyring @s --format json && {NativeBinary.Path} key list @s && {NativeBinary.Path} key list @s --format json");
        Assert.True(result.Exit == 0, result.Error);
        var lines = result.Output.Split('\n');
        var imported = JsonDocument.Parse(lines[0]).RootElement.GetProperty("keys")[0];
        Assert.Equal(JsonValueKind.Null, imported.GetProperty("errno").ValueKind);
        var serial = imported.GetProperty("serial").GetInt32();
        var listed = JsonDocument.Parse(lines[^2]).RootElement.GetProperty("keyrings")[0].GetProperty("keys")[0];
        Assert.Equal(serial, listed.GetProperty("serial").GetInt32());
        Assert.Equal(imported.GetProperty("description").GetString(), listed.GetProperty("description").GetString());
        Assert.EndsWith(listed.GetProperty("keyid").GetString()!, listed.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Contains($"{serial,10}  asymmetric  {listed.GetProperty("keyid").GetString()}", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_keyring_that_is_not_there_is_told_with_what_to_do()
    {
        var pem = Repository.PathOf("tests/Corpus/keys/p256.pem");
        var missing = InSession($"{NativeBinary.Path} key import {pem} --keyring _evm");
        Assert.Equal(2, missing.Exit);
        Assert.EndsWith("imara: _evm: ENOKEY: no such keyring; --create makes it in @u\n", missing.Error, StringComparison.Ordinal);
        Assert.Equal(2, Run("key", "list", ".no-such-keyring").Exit);
        Assert.Equal(2, Run("key", "import", pem, "--keyring", ".ima", "--create").Exit);
        Assert.Equal(2, Run("key", "import", "/dev/null", "--keyring", "@s").Exit);
    }

    [Fact]
    public void Who_may_view_no_keyring_does_not_hear_that_there_is_none()
    {
        var result = Command.Run("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", NativeBinary.Path, "key", "list"]);
        Assert.Equal((2, "imara: no keyring of IMA or EVM that may be viewed; root sees them all\n"), (result.Exit, result.Error));
    }

    [Fact]
    public void A_keyring_that_takes_nothing_is_a_no()
    {
        var result = Run("key", "import", Repository.PathOf("tests/Corpus/keys/ca.pem"), "--keyring", ".builtin_trusted_keys");
        Assert.Equal(1, result.Exit);
        Assert.Contains(": EACCES: no permission to write to .builtin_trusted_keys", result.Error, StringComparison.Ordinal);
    }

    private static CommandResult InSession(string script) => Command.Run("keyctl", ["session", "-", "sh", "-c", script]);

    private static CommandResult Run(params string[] arguments) => NativeBinary.Run(arguments);

    private static void OpenSsl(params string[] arguments)
    {
        var result = Command.Run("openssl", arguments);
        Assert.True(result.Exit == 0, string.Join(' ', arguments) + result.Error);
    }

    private string PathOf(string name) => Path.Combine(folder, name);
}
