using System.Net;
using FlowFunctions.Outgoing;

namespace FlowFunctions.Tests.Outgoing;

public sealed class PrivateNetworksTests
{
    /// <summary>Each network's first and last address; addresses that carry one of IPv4 have four bytes that differ.</summary>
    [Theory]
    [InlineData("0.0.0.0", "0.255.255.255")]
    [InlineData("10.0.0.0", "10.255.255.255")]
    [InlineData("100.64.0.0", "100.127.255.255")]
    [InlineData("127.0.0.0", "127.255.255.255")]
    [InlineData("168.63.129.16", "::ffff:168.63.129.16")]
    [InlineData("169.254.0.0", "169.254.255.255")]
    [InlineData("172.16.0.0", "172.31.255.255")]
    [InlineData("192.0.0.0", "192.0.0.255")]
    [InlineData("192.0.2.0", "192.0.2.255")]
    [InlineData("192.168.0.0", "192.168.255.255")]
    [InlineData("198.18.0.0", "198.19.255.255")]
    [InlineData("198.51.100.0", "198.51.100.255")]
    [InlineData("203.0.113.0", "203.0.113.255")]
    [InlineData("224.0.0.0", "255.255.255.255")]
    [InlineData("::", "::1")]
    [InlineData("64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("100::", "100::ffff:ffff:ffff:ffff")]
    [InlineData("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("::ffff:10.0.0.0", "::ffff:10.255.255.255")]
    [InlineData("::169.254.1.2", "::169.254.254.253")]
    [InlineData("64:ff9b::c0a8:102", "64:ff9b::c0a8:fefd")]
    [InlineData("2002:c0a8:102::", "2002:c0a8:fefd:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2001:0:1:2:3:4:3f57:fefd", "2001:0:1:2:3:4:3f57:102")]
    public void Special_purpose_address_is_private(string first, string last) => Assert.All(
        [first, last],
        address => Assert.True(PrivateNetworks.Contains(IPAddress.Parse(address)), address));

    /// <summary>The addresses right before and right after a network, where those are public.</summary>
    [Theory]
    [InlineData("1.0.0.0", "1.1.1.1")]
    [InlineData("9.255.255.255", "11.0.0.0")]
    [InlineData("100.63.255.255", "100.128.0.0")]
    [InlineData("126.255.255.255", "128.0.0.0")]
    [InlineData("168.63.129.15", "168.63.129.17")]
    [InlineData("169.253.255.255", "169.255.0.0")]
    [InlineData("172.15.255.255", "172.32.0.0")]
    [InlineData("191.255.255.255", "192.0.1.0")]
    [InlineData("192.0.1.255", "192.0.3.0")]
    [InlineData("192.167.255.255", "192.169.0.0")]
    [InlineData("198.17.255.255", "198.20.0.0")]
    [InlineData("198.51.99.255", "198.51.101.0")]
    [InlineData("203.0.112.255", "203.0.114.0")]
    [InlineData("223.255.255.255", "8.8.8.8")]
    [InlineData("64:ff9b:0:ffff:ffff:ffff:ffff:ffff", "64:ff9b:2::")]
    [InlineData("ff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "100:0:0:1::")]
    [InlineData("2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::")]
    [InlineData("fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fe00::")]
    [InlineData("fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2606:4700::1111")]
    [InlineData("::ffff:8.8.8.8", "::ffff:11.0.0.0")]
    [InlineData("64:ff9b::808:808", "64:ff9b::bff:a")]
    [InlineData("2002:808:808::", "2002:b00:a::")]
    [InlineData("2001:0:1:2:3:4:f7f7:f7f7", "2001:0:a00:1:3:4:f4ff:fff5")]
    public void Public_address_is_not_private(string before, string after) => Assert.All(
        [before, after],
        address => Assert.False(PrivateNetworks.Contains(IPAddress.Parse(address)), address));
}
