using Imara.Boot.Proving;

namespace Imara.Boot.Tests.Proving;

public class ProvingDiskTests
{
    [Theory]
    [InlineData("CONFIG_EXT4_FS=y\nCONFIG_BLK_DEV_NVME=y\n", "/dev/nvme0n1")]
    [InlineData("CONFIG_EXT4_FS=y\nCONFIG_VIRTIO_PCI=y\nCONFIG_VIRTIO_BLK=y\nCONFIG_BLK_DEV_NVME=m\n", "/dev/vda")]
    [InlineData("CONFIG_EXT4_FS=y\nCONFIG_SATA_AHCI=y\nCONFIG_BLK_DEV_SD=y\n", "/dev/sda")]
    public void A_kernel_without_an_initramfs_gets_a_disk_it_has_a_driver_for(string config, string root)
    {
        var disk = ProvingDisk.ForKernel(config);
        Assert.NotNull(disk);
        Assert.Equal(root, disk.Root);
        Assert.Single(disk.Devices);
    }

    [Theory]
    [InlineData("")]
    [InlineData("CONFIG_EXT4_FS=m\nCONFIG_BLK_DEV_NVME=y\n")]
    [InlineData("CONFIG_EXT4_FS=y\nCONFIG_VIRTIO_PCI=m\nCONFIG_VIRTIO_BLK=y\n")]
    public void A_kernel_that_needs_modules_cannot_do_without_an_initramfs(string config) => Assert.Null(ProvingDisk.ForKernel(config));

    [Fact]
    public void An_initramfs_finds_the_root_by_its_UUID_behind_any_driver()
    {
        var disk = ProvingDisk.ForInitramfs(Guid.Parse("11111111-2222-3333-4444-555555555555"));
        Assert.Equal("UUID=11111111-2222-3333-4444-555555555555", disk.Root);
        Assert.Equal(3, disk.Devices.Count);
    }
}
