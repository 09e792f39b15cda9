using System.Text;
using Imara.Evaluation.Hooks;

namespace Imara.Evaluation.Tests.Hooks;

public class FileUsesTests
{
    [Theory]
    [InlineData("/lib/modules/6.12/kernel/x.ko", (int)FileUse.Module)]
    [InlineData("/mnt/usr/lib/modules/6.12/x.ko.zst", (int)FileUse.Module)]
    [InlineData("/lib/modules/6.12/modules.dep", 0)]
    [InlineData("/home/x.ko", 0)]
    [InlineData("/lib/modulesets/x.ko", 0)]
    [InlineData("/lib/firmware/rtl/fw.bin", (int)FileUse.Firmware)]
    [InlineData("/lib/firmware/x.so", (int)(FileUse.Firmware | FileUse.SharedObject))]
    [InlineData("/boot/vmlinuz-6.12", (int)FileUse.KexecKernel)]
    [InlineData("/boot/initrd.img-6.12", (int)FileUse.KexecInitramfs)]
    [InlineData("/boot/config-6.12", 0)]
    [InlineData("/home/vmlinuz", 0)]
    [InlineData("/etc/ima/ima-policy", (int)FileUse.Policy)]
    [InlineData("/etc/ima/ima-policy.old", 0)]
    [InlineData("/x/etc/ima/sub/ima-policy", 0)]
    [InlineData("/usr/lib/libc.so.6", (int)FileUse.SharedObject)]
    [InlineData("/usr/lib/x.so", (int)FileUse.SharedObject)]
    [InlineData("/usr/lib/x.solution", 0)]
    [InlineData("/etc/ld.so.cache", 0)]
    [InlineData("/etc/ld.so.conf", 0)]
    [InlineData("/etc/ld.so.preload", 0)]
    [InlineData("/lib/ld.so.1", (int)FileUse.SharedObject)]
    [InlineData("/lib/ld-linux-x86-64.so.2", (int)FileUse.SharedObject)]
    public void A_path_tells_what_a_file_is_loaded_as(string path, int uses)
    {
        var bytes = Encoding.UTF8.GetBytes(path);
        var slash = bytes.AsSpan().LastIndexOf((byte)'/');
        Assert.Equal((FileUse)uses, FileUses.Of(FileUses.OfDirectory(bytes.AsSpan(0, slash)), bytes.AsSpan(slash + 1)));
    }
}
