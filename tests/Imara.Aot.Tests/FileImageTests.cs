using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>`imara file ... --tar`, `--oci` and `--manifest`, as builders of images use them.</summary>
public sealed class FileImageTests : IDisposable
{
    private const string Approved = "tests/Imara.Aot.Tests/Files";

    private readonly string folder = Directory.CreateTempSubdirectory("imara-image-").FullName;

    public FileImageTests() => Shell(
        "mkdir -p root/bin root/etc && printf content >root/bin/tool && printf x >root/etc/conf && ln root/bin/tool root/bin/other && printf y >\"root/etc/new\nline\" && chmod 755 root/bin/tool"
        + " && tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --format=gnu -C root -cf image.tar .");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void An_archive_goes_from_standard_input_to_standard_output()
    {
        Assert.Equal("imara-exit 0\n", Shell("$IMARA file hash --tar <image.tar >out.tar 2>err; echo imara-exit $?"));
        Assert.Equal("4 files: 3 written, 1 skipped\n", Read("err"));
        Assert.Equal("3\n", Shell("mkdir x && tar --xattrs --xattrs-include='security.*' -xf out.tar -C x && getfattr -R -d -m security.ima -e hex x 2>/dev/null | grep '^security.ima=0x0404' | sort -u | wc -l"));
        Assert.Equal(string.Empty, Shell("$IMARA file hash --tar out.tar -o again.tar --quiet; cmp out.tar again.tar; $IMARA file clear --tar out.tar -o clear.tar --quiet; cmp image.tar clear.tar"));
    }

    [Theory]
    [InlineData("image-hash.json", "hash --dry-run --format json --tar image.tar")]
    [InlineData("image-hash.txt", "hash --dry-run --verbose --tar image.tar --include 'etc/*'")]
    [InlineData("image-show.txt", "hash --quiet --tar image.tar -o out.tar && $IMARA file show --tar out.tar")]
    [InlineData("image-verify.json", "hash --quiet --tar image.tar -o out.tar && $IMARA file verify --kernel 6.12 --rule 'appraise func=BPRM_CHECK' --format json --tar out.tar")]
    [InlineData("image-setfattr.txt", "hash -r --manifest setfattr root --exclude other 2>/dev/null | sort")]
    [InlineData("image-mksquashfs.txt", "hash -r --manifest mksquashfs --format json -o m root --exclude other 2>/dev/null | sed 's/\"schema\":1,//' | sort; sort m")]
    public void What_is_told_is_approved(string golden, string command) => Golden.Match($"{Approved}/{golden}", Shell($"$IMARA file {command} || echo exit $?"));

    [Theory]
    [InlineData("hash --tar nothing.tar -o out.tar", "nothing.tar")]
    [InlineData("hash --tar image.tar.gz -o out.tar", "image.tar.gz: offset 0: this is compressed with gzip: decompress it first")]
    [InlineData("hash --tar cut.tar -o out.tar", "cut.tar: offset 3000: the archive ends inside a block")]
    [InlineData("hash --tar endless.tar -o out.tar", "the archive ends without its two zero blocks; if it was not cut but written so, --allow-missing-end takes it")]
    [InlineData("hash --tar cut.tar --allow-missing-end -o out.tar", "cut.tar: offset 3000: the archive ends inside a block")]
    [InlineData("hash --allow-missing-end root", "--allow-missing-end goes with --tar")]
    [InlineData("hash --tar image.tar -o none/out.tar", "none/out.tar")]
    [InlineData("hash --tar image.tar root", "an image is labelled as a whole")]
    [InlineData("hash --tar image.tar --oci layout", "exclude each other")]
    [InlineData("hash --oci layout -o out.tar", "--output goes with --tar and --manifest")]
    [InlineData("hash --oci layout", "layout: oci-layout: not in the layout; nothing was changed")]
    [InlineData("hash --prune --tar image.tar", "--prune goes with --oci")]
    [InlineData("hash --manifest setfattr", "--manifest needs one PATH")]
    [InlineData("hash --manifest ext4 root", "ext4")]
    public void What_cannot_be_done_leaves_no_output(string command, string reason)
    {
        Shell("mkdir -p layout; gzip -k image.tar; head -c 3000 image.tar >cut.tar; head -c $((512 * 10)) image.tar >endless.tar");
        Assert.Equal("imara-exit 2\n", Shell($"$IMARA file {command} 2>err; echo imara-exit $?"));
        Assert.Contains(reason, Read("err"), StringComparison.Ordinal);
        Assert.Equal("cut.tar endless.tar err image.tar image.tar.gz layout root", Shell("echo $(ls -A)").TrimEnd());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(512)]
    public void An_archive_without_its_end_is_taken_if_that_is_meant(int zeros)
    {
        Shell($"size=$(python3 -c \"d=open('image.tar','rb').read().rstrip(b'\\0'); print(-(-len(d)//512)*512+{zeros})\"); head -c $size image.tar >endless.tar");
        Assert.Equal("imara-exit 0\n", Shell("$IMARA file hash --tar endless.tar --allow-missing-end -o out.tar 2>err >count; echo imara-exit $?"));
        Assert.Equal(("imara: note: the archive: ends without the two zero blocks that end an archive; nothing says whether it is whole\n", "4 files: 3 written, 1 skipped\n"), (Read("err"), Read("count")));
        Assert.Equal(string.Empty, Shell("$IMARA file clear --tar out.tar --allow-missing-end -o clear.tar --quiet; cmp endless.tar clear.tar"));
    }

    [Fact]
    public void An_interrupted_archive_is_not_placed()
    {
        Shell("head -c 3000 image.tar >head; tail -c +3001 image.tar >rest; mkfifo pipe");
        Assert.Equal(
            "imara-exit 2\n",
            Shell("""
                $IMARA file hash --jobs 1 --tar pipe -o out.tar >out 2>err & exec 7>pipe; cat head >&7
                until grep -q 'SigCgt:.*[4-7c-f]...$' /proc/$!/status; do sleep 0.01; done
                sleep 0.5 # the handler is there before the one who is told
                kill -TERM $!; sleep 1 # a handler is told by a thread of its own
                cat rest >&7; exec 7>&-; wait $!; echo imara-exit $?
                """));
        Assert.Contains("interrupted after", Read("err"), StringComparison.Ordinal);
        Assert.Equal("err head image.tar out pipe rest root", Shell("echo $(ls -A)").TrimEnd());
    }

    [Fact]
    public void Output_that_cannot_be_written_is_said()
    {
        Assert.Equal("imara-exit 2\n", Shell("$IMARA file hash --dry-run --verbose --tar image.tar >/dev/full 2>err; echo imara-exit $?"));
        Assert.Single(Read("err").Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("imara-exit 2\n", Shell("$IMARA file hash --tar image.tar >/dev/full 2>err; echo imara-exit $?"));
        Assert.Contains("No space left", Read("err"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_signed_archive_is_verified_by_its_certificate_and_by_evm()
    {
        Shell("openssl req -x509 -newkey rsa:2048 -nodes -keyout key -out cert -subj /CN=test -days 10 2>/dev/null");
        Assert.Equal("imara-exit 0\n", Shell("$IMARA file sign --key key --cert cert --portable --tar <image.tar >out.tar 2>err; echo imara-exit $?"));
        Assert.Equal(
            "imara-exit 0\n",
            Shell("$IMARA file verify --quiet --kernel 6.12 --cert cert --evm --rule 'appraise appraise_type=imasig' --tar out.tar 2>err; echo imara-exit $?"));
        Assert.Equal(
            "imara-exit 1\n",
            Shell("sed -i s/content/Content/ out.tar; $IMARA file verify --quiet --kernel 6.12 --cert cert --rule 'appraise appraise_type=imasig' --tar out.tar 2>err; echo imara-exit $?"));
        Assert.Contains("invalid-signature", Read("err"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_layers_of_an_image_are_labelled()
    {
        Shell("umoci init --layout image && umoci new --image image:one && umoci unpack --image image:one bundle && cp -a root/. bundle/rootfs && umoci repack --image image:one bundle");
        var output = Shell("$IMARA file hash --oci image --prune --format json; echo exit $?");
        Assert.Contains("\"path\":\"bin/tool\",\"status\":\"", output, StringComparison.Ordinal);
        Assert.Contains("\"labelled\":\"sha256:", output, StringComparison.Ordinal);
        Assert.EndsWith("exit 0\n", output, StringComparison.Ordinal);
        Assert.Equal(
            "security.ima=0x0404ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73\n",
            Shell("umoci unpack --image image:one after && getfattr -e hex -n security.ima after/rootfs/bin/tool | grep security"));
    }

    [Fact]
    public void A_name_that_a_manifest_cannot_hold_is_a_failure()
    {
        Assert.Equal("imara-exit 2\n", Shell("$IMARA file hash -r --manifest mksquashfs -o m root 2>err >/dev/null; echo imara-exit $?"));
        Assert.Equal("imara: root/etc/new\\x0aline: not-in-this-format\n", Read("err"));
        Assert.Equal("2\n", Shell("wc -l <m"));
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(folder, name));

    private string Shell(string command)
    {
        var result = Command.Run("/bin/sh", ["-c", $"cd {folder}; {command}"], null, ("IMARA", NativeBinary.Path));
        return result.Output;
    }
}
