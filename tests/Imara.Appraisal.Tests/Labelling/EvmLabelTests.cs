using System.Security.Cryptography;
using System.Text;
using Imara.Appraisal.Labelling;
using Imara.Engine.Files;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Appraisal.Tests.Labelling;

/// <summary>What EVM's label is about: a change of it is another label, and what it is not about is none.</summary>
public sealed class EvmLabelTests : IDisposable
{
    private const string Evm = "security.evm";

    private readonly SigningKeyFile key = Key();

    public void Dispose() => key.Dispose();

    [Theory]
    [InlineData(EvmLabel.Hmac)]
    [InlineData(EvmLabel.Bound)]
    public void It_is_bound_to_the_labels_the_owner_the_mode_and_the_file_system(EvmLabel evm)
    {
        var plan = Plan(evm);
        var made = Label(plan, File());
        Assert.Equal(FileStatusWord.Unchanged, Act(plan, File(made)).Status);
        Assert.Equal(FileStatusWord.Written, Act(plan with { Force = true }, File(made)).Status);
        foreach (var other in (SeenFile[])[File(made, ima: "other"), File(made, owner: 5), File(made, mode: 0x81a4), File(made, selinux: "x_t"), File(made, uuid: Guid.NewGuid())])
        {
            Assert.Equal(FileStatusWord.Written, Act(plan, other).Status);
        }

        Assert.Equal(FileStatusWord.Written, Act(plan with { FsUuid = new byte[16] }, File(made)).Status);
        Assert.Equal(FileStatusWord.Unchanged, Act(plan with { FsUuid = new Guid("12345678-9abc-4def-8123-456789abcdef").ToByteArray(bigEndian: true) }, File(made)).Status);
    }

    [Fact]
    public void A_portable_one_is_not_bound_to_the_file_system_nor_the_inode()
    {
        var plan = Plan(EvmLabel.Portable);
        var made = Label(plan, File());
        Assert.Equal((5, 3), (made[0], Label(Plan(EvmLabel.Bound), File())[0]));
        Assert.Equal(FileStatusWord.Unchanged, Act(plan, File(made, uuid: Guid.NewGuid())).Status);
        Assert.Equal(FileStatusWord.Written, Act(plan, File(made, ima: "other")).Status);
        Assert.Equal(FileStatusWord.Written, Act(plan, File(made, selinux: "x_t")).Status);
        Assert.Equal(new FileOutcome(FileStatusWord.Failed, SignAction.NoIma), Act(plan, new SeenFile()));
        Assert.Equal(new FileOutcome(FileStatusWord.Failed, SignAction.NoIma), Act(plan, new SeenFile("content", [])));
    }

    [Fact]
    public void A_label_that_is_not_there_is_another_than_an_empty_one()
    {
        var plan = Plan(EvmLabel.Hmac);
        var made = Label(plan, new SeenFile());
        Assert.NotEqual(made, Label(plan, File()));
        Assert.NotEqual(made, Label(plan, new SeenFile { Attributes = { ["security.selinux"] = XattrRead.Of("x"u8.ToArray()) } }));
        Assert.Equal(made, Label(plan, new SeenFile { Attributes = { ["security.selinux"] = new XattrRead(Errno.EOPNOTSUPP, "x"u8.ToArray()) } }));
    }

    private static SeenFile File(byte[]? evm = null, string ima = "content", uint owner = 0, ushort mode = 0x81ED, string? selinux = null, Guid? uuid = null)
    {
        var file = new SeenFile("content", Given.HashLabel(ima)) { Owner = owner, Mode = mode, Uuid = uuid ?? new Guid("12345678-9abc-4def-8123-456789abcdef") };
        if (evm is not null)
        {
            file.Attributes[Evm] = XattrRead.Of(evm);
        }

        if (selinux is not null)
        {
            file.Attributes["security.selinux"] = XattrRead.Of(Encoding.UTF8.GetBytes(selinux));
        }

        return file;
    }

    private static FileOutcome Act(SignPlan plan, SeenFile file) => new SignAction(plan).Act(file);

    private static byte[] Label(SignPlan plan, SeenFile file)
    {
        var outcome = Act(plan, file);
        Assert.Equal((FileStatusWord.Written, Evm, null), (outcome.Status, outcome.First.Name, outcome.Second.Name));
        return outcome.First.Value!;
    }

    private static SigningKeyFile Key()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.True(SigningKeyFile.TryRead(Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem()), null, out var read, out _, out var reason), reason);
        return read;
    }

    private SignPlan Plan(EvmLabel evm) => new() { Ima = ImaLabel.Keep, Evm = evm, HmacKey = new byte[32], Maker = new SignatureMaker(key.Key, 0x01020304) };
}
