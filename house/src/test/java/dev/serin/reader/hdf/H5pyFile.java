package dev.serin.reader.hdf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/** Two files of h5py 3: in the oldest form that it writes, and in the newest. */
final class H5pyFile {
  /** Symbol tables and trees of chunks. */
  static final String OLDEST =
      """
      H4sIAAAAAAACA+3cC1wU5d7A8dldkOWOioqgsiIoeeUmonnh6j1ANFEjFRAVBUQFRfIemJoVSaEpmqgZaRJlKloq4lEz
      NO9p3kJM61hewjxeEHgXd4aYLZfez+ec96Tv76vDs8/MM/+Z+c/MMzPsLov6Bva2NLM3E6qp1YKRYCPUViVynK2S1aXp
      o8VSIZYLxTJXKY03fTzNThxvI8bX6MIJvmK7IWFBQYKgrImvv5zEerpSLdZLZugC+Ar4/6BvkF9odZkv1oeJ5dz+qv/o
      cuuLx6v+cW0hHnkKwViw1R6V0+JiEqrrTRWKx3PY1JwTatn50c9SVXMQK2Rx6mlH2wkJkfExU7X1hgpdM4VCN6e42Jpy
      YsyUhJi4bm5RsZFTu7lVx0msiWOrjZMUk5I01dD6iHGl7KlqnceJjVQ145S16tWvjWrVdesfKr5Wa19r1z85PipmylTB
      Ri0tybfO5dXeLmm8hdC3ZntaayMlTUlOGl/djyh181THl7ant9/AwUGP+5AXg6SgCr34FoKPbH+Nj4wb+3j/anrVrKeX
      ueBVpZLPp3O/l4XgViu/RkJMfGLSjMfzOz7OibZHE5qohSZzft8epdReUSugQnDVlUrdCA+xfW+x1K+rtDlVGFiOsXbt
      q6crVbqA5tr9Uf1CoZLWo3q6Qpg6Pnns2LgYMYZuf1WPHxMzNi4y6ffxKvF417ZNih4fM8XTQ+p3dT24SqlKdFGJXXn1
      ygjSrJq/dD4NDg4JVGhnkVp/5W74/JWuRrmdDLfzEcsCE/n+u++lm8+ui0p2/Rht/HT3h4rH/36/rkr9lP721qVPQMjA
      x+e8peqP/ZTWK06pTt00TtMBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAMD/mtMsQadPQMhARfULG11dIY43Esvo6H0fVZdKsS6VUVG6UiXI
      54vUm7+eWCZNn6SpjmQsyOeblBAj1JZiLQAAAAAAgH+zIWFBQQrBQqjS84vC8Hxv+uie4I/ptdPotUvtpmt3UG+8r169
      f3dduzKxbvOE5dbvoWt3S6+d/nJVPXXtvtBrp79c11d07XY8IY7kithum147/fZl4nLz9abrLzd7pq5dP7Hu9oTlDpz1
      5+30l/uu2M5Pr53+ci/NUv3pfpDiGXFKAACAJ1AIxrr3fBRS3VVXKnUjpPeJpLsN/bpKsHs8a32NtTjNRjAzFsykt3+M
      BfXj6UqlLqBa2/7xfIrcLroYFnprlPI3y4dufRUK3QjpfbB6Ndtv87ipjVqaRV3Hdn8ubnc9vSVnPCXHhzwfyj8cF7rt
      bqjQjXtyHnaKedC/U13+lJ0vdeVDd3401U63EZ9f/vw4EfTys1vMj/4TwsK/eT7UQq1qrf6hlzjFV/AyF7yqVHX1D5fE
      7Vc/VcdH9XO4IJj+4Tlcml7gK9+rbgNUsue3glBdfbT0XDdUV58rPee+rKuvEev5Ubp6oVj3Ga+rl4j1wniVUHuH9J0q
      Lk/Bte+/oW+QX+jj/SvtD7EsGKH6b61Sd+3B5y8ECkEVlVXa636KMGNG9bokNlKJZ6juWiXVf++vlb7SgaUU7wiMarU3
      Ec9dU+1gph3MxWu9pXaw0g7WYm9YXzs0qL5iaAdb7dBIOzTWDk20Q3Vf0FQ72GsHB+3QTDs01w4ttIOjeBa11A5O2qGV
      dnDWDi7aobV2aKMdpLMvZeSNEy+1Pz+omcntsl/Clu1YErZs5+F9hw//XHnN463S2aO2Z2W9+WthXHevyCs5GzdunPD2
      2OGBWTGbN14acrJ9sdPqf2zt+MGl7ql+F2dVnR5T/5fTzhXZj6bMfuDS5kHFN11tF68837z0+0NO97OK76+82OxMu/Ar
      qVeruoW4PTB7fZX/nvjpl4zfG/TPQ4Edt7z9fYelzx0Yklp8OPv07i0/26iDohYNaV3lsfb+w/ikX8rfer/t1t6buqw4
      nDVqT9Xhw6kzyu+HVTxSKR2NjF9L62lh/mFQ4Il1a6Ojmk7+1XTRW0vLyszNXl88oH/x1+3abhrpPmpP5KebJvpcONft
      0vmHC6a/8YLSL+St0LPn2zW4e3fR/oqKBocK5w7p5uOaaWl56Oq+ff0/6N+5Z97QkIHjvTIzR2wO/vCMg0XvK6feOeTV
      I9776NFO7dt37NihQ6dPPh62edOmiRN//tnBwfv8tWvfZl3cvWvX9u175iSWJDZr0aJ5c8f3s7NXr1616v1Mx6Oq7j12
      FTrMLGySW2JSaSN4jTAKVDZfq7GP0jS2W3IwwyJEY7zav233V700C5NSFE0zTIdnWHZq2aaNdVmOYJajXpxj1H/e/qiA
      zqcEk4JQ8+TCK50DzL98beh9wTHH8lzOvo9OXs0sHrcsr+PXU4sW/VLWesyPVf7ByVUZt0p67xS697jaQ734szHafV18
      cMBKhV2920ftXmpk3ePst8m3SyasPBUftcQ++tyB09eOBUzufVtTsHbyW/ddVkRWNGk2+ZNeRQXhFmGL33Fycj9gF73E
      ycmpNOCBlaXCukVgyz3LXjNpkWJadOTG8Yy3Zq1/s+RikzP7u+YVN6y0vrqo3+aEW1XTXs5eueaV8l1l1mpTy9ej/uGc
      v6P7PLfw3yr65BR8/GVY2PcX8rrEVTzcVfHjrW9urj4+Ztuw+GkHH+y/evrukQ6X/e6sf8V9ueO66KgrpQ0bZA77ZUyw
      WZfOHVYt23vUdubDR0HL3101uM3mSePjJiTExk+8lZG8dH1EXmhScvL0du+2fXfE5uO/3b17z9rCwmrC1oCAfftatVq3
      Ljr6ypWGDTMzBw8+edLTc8uWbhcvXHj0qKiotPTEibKyr7++fv3cuYcPDywYuWdHrJvdG+XlrU/unffdzJTxnzZrPnzz
      wYPe5w8tujg79Xpi9qrj41f7mnRKUXTaq92tZ844jtznkGKusFH72VhcvlzfxnTQbatL+0xGC5mHlN7OKpOwueYfZdTz
      j2w8JsDqB/8WM9MnaRpcDVDY+te3DTBdmGPbtm3bHLONOfWctXtX8+60uRbd5q3/6jmz0Kp1Ob+Fzg5LfeWBddaD9uoL
      N5NNFo+7diDcrmx59f4stpzva5seObTnGuN+ccJLiWs7zvI16T3gmFJt1+pYmrHQ+ZjixLzOc41TVh3pF1y0NC1w96G4
      Ss9ou1f9Xps561zyl+XpOT9sK9+8uNVvFXuq2l86kN0ud93s419bJ9zrc7hR7yuHTn1eUDRte6+CFuEL1/oEN8jL2DA8
      68eInPajPtlYapZ80et963C3FwYkpr+XH59X4mO+t1GW/3N5JTtXl5i1mdxzanrx1bYF/pqijHbO9uHDYiMiN09O333L
      4Y12j8orjY+4vJzu0L7tae1mnHw+2N/P9sDkBs4TDjYYphywpvCSS75RVqHSt33K2dwzC8JV5+aeiGhh6bpIEZ9i18DY
      /tT5ud6azMuOSQUtvb0XlE/c3fX754I7e6+M2bSj++65G+51+WDHoJMXcmMTTnl1+bZi1M3nX044mnPU0efbKQ8r7m2a
      lLvy6pcztmS/qr6sjgx0GvQPm4OLktpmX25m3zEt7Z1As9gxHsN/SFzU7oc7xhFX6gX1a9Lfdd38jaGZ1wv2N7d/o/WI
      lMJW525Y7fzpcr/UxiPdCm1aRbbfVWp5y22J6Yb7hW3Gbum6e83sUeXWz09sVpT3+faxc/ZPfDDOqvKUcvjNHS+lzV/S
      QbvFR54PVg6y2//r64tstk423WK0zDdn14DRph3nueR6dW9/2+9KdJTTuduJZkb2tvbp9UwcRh1Zc1Jte+HCg+jl7w2M
      9S99tCJz6u7Shk6/fRL7a6DHpOV+/xx1QfpfVHUndkTUy+cXTmozbekXDwasu3Fjb5MPTUZl99zy2qz1GcHjMoKsTL7O
      SUqLzl6jWdV2nM9B46QKsyDtpn4Q1rTRkMmbTq1//tRx38ETnruX4uuw6ptWq48FWVdUeg60uL32y/6TUg6a9HQZ0LTU
      /Pv8G45L3A4Y+Qd2z4rI+jGwR9SJxZ9d//RfEz0/P7at8qxtzo5PxmmWVcZrN/dovJmienOHK/xdW6/LsfFvaZu5LCfj
      U9WAfKPa/7eXX0i4tzp1qNud8n/dmtntzcyFW5ecsV77843KlN2X3r9lvXJU7oP0FbIfLi2qBmssPxth9cMH80ONXAK+
      C1PkvfRi99DBM/dY2WdtyDE+59/n+vzV3kKA24kDo51eSG+63KFxlot6/ruf1XNwsZg+elJXuzdLnLM/UEd8Hu/0beXl
      yLP5Vg+Wbqv7/v3351ujWneuT75vv/aE57o1T8X92eDgkECFdt2lp47cXobvy2re3/I33M5Oah9guJ30XKAJVD3V97n/
      /uPq+lN9XP3783GTfMjyUUY+ZPn4F/mQ5eMh+ZDlo5J8yPKh9CEftfNR76nOh2Rcqq4c66ErY93F+zxxelJMStJUbTk1
      OjIucoq2vTg+OWH6lNikpJgEqe4j+zWqMOw/dN/pKv1eOMjw/V/N54J6G24nrrYQ2sdwO+n3z6P7ct8pPw/M6Bdk+bAi
      H7J8NCAfsnw09nkWnv/7ivXEfob7w1CxTBlouJ10vVj4guF2o8VyeTD9sPy4suc8k+WjBfmQ5cOJfMjy0fqZ6IfHi/Xc
      EMP9YaL0IsxwO+nTZTaDDbebK5aaIfTD8uOqLeeZLB8dyYcsHx7PxO8Nxri5uYmlu1h6iKWnWHqJZWex9BbLLmLpI5Zd
      daW7GM9djOcuxnMX47mL8dzFeO5iPHcxnrsYz12M5yHG8xDjeYjxPMR4HmI8DzGehxjPQ4znIcbzEON5ivE8xXieYjxP
      MZ6nGM9TjOcpxvMU43mK8Ty71j5+7P7jx5v3M3Gdkz7V6fai4euN9CnhheGG20mfklw+zHA7KUu5w7nOyY+rbvTrsnz0
      JB+yfPiTD1k+ej8T/XCudN2KMNwfSt8LThxpuF2B9DwxynC7Qql/H00/LD+u+nOeyfIRTD5k+QgjH7J8DH0m+uGvpLWO
      NNwfHhPL+9GG250VS3WM4XYlUv8/ln5YflyN4DyT5WMk+ZDlI4p8yPIx9pnoh38S667jDPeHt6X73FjD7e5L97kTVHXt
      EF22JtIPy4+rCZxnsnwkkA9ZPqaQD1k+pj0D/bBaUIsJyI+r4/soYjv1pDq+jyK2s0us4/soYjvXyYbbuYrtfKbU8blF
      sV1GUh2fW5T6/+Q6Prco5WWa6v/4uErlPJPlYzb5kOVj/jOWD/nfOZG2yqgmP9Lf+XCsyU8TtdBkjji9Jk8qvTwpldKX
      9JXyZC18qvKhkN+2/n68CELN3z0xfLws8Pnzv3fy9/y7QLrrknHN+7sFbn/t8+o/edZxHZF+X+Px1z53eSzlr32uvXD6
      3/M5ovpL0i2tinxt0i+/UF9t0een+qlpZreb5fQpUb9iZPSZ88RcZ58x4WEmjU/bfmdmlJX2nXunGf3c1Ublh+a09jwQ
      OKfDEfOffeZP2lcvPL9jXGJ64sveB/ZXOVZtt/YM8czL+GTx1ouJxtN/a7LDfcKmAv/hN43Cz76+sdTMZH+j4MXtTm1t
      EnG5/YoF7SIahRc8l3csefreRqnuFhGXPyooGjA53fk9dZ7bixGRGwqK/Cen+1TdmKkdv/1Ol6sX5h2JGDdeIX3h2fbA
      r8OFzmlRZR62/u/5u27IyclY5jJsvux/wcWpX1wsPzV87+Fb5/d8GNz8YD+XFefVa4vvTpvTfdSto/deO9Lp1CN/+Y+l
      S6o8NeYRHUzKwvxc5y/NiftIOLqpbefQ8Jl7TEdkbctR7fQPuf7qPG8jhV1stNvbG4osDluaFzdIi1z/ceGIRVcsz46Y
      tqCHj7rPP42+sR8Z4lLseGnzqfzS7dlW1Sv+qWlRqG365SUZRUW2/u2jIlsqzM0Hrw9dmL7GYUzakoz6HvNb+fj3/kr9
      Zol69/QVql4Fc6+1qzI3SVh6uHLEimV33zh+Ls+xRchQhw/PPN9veIe87c037b87OWprweplHzc+Uz7vdGnq2fs3j1aF
      pJ9uXDShWFM8LN7l422Nh7Zb/ELhhJcit67KPzdy2A3Nx9MsNi4+PSFya2b+iJMRyqFfmG26mH76m6IJdyq233L0WzS8
      /pzRkbEpI6NH2xm3sle72vkYOdt6DRyWf7kw3cTx2IOCGM3MpCu99x5T+o3X2Fmm7fXzsV8oqJLuVI/Ks1XqXgg7CwLj
      B3yxectfCdRyvMbWMrDQz9l+ofIPgTY1DrzxMPqdHbJAa8ydfP399qUZOxwL6rM3URE5em7HxcIg7c9uZgvME41VSYOM
      NM69zBZ4C8KBJeazLN5+pPoftO1anx9+AwA=
      """;

  /** Dense links, dense and huge attributes, one filtered chunk. */
  static final String NEWEST =
      """
      H4sIAAAAAAACA+3ZD2yUdx3H8e9zd22PHqV/+dfSrXRI6srmXa9/gZS7th5ntkptK0NrNhAmbSiMDQoFZ/gnSQehmE1H
      sfsDM2G6Pw5l2aZTYCoshhldMsHRaZhMsmgimRMlmlife37P756n5EgWc9Fwvl8N/J7f5/d77rn7Pd+757n2oXhbLC+3
      NNfr94s2bjvbYlj9oJ03/XzrgiXxtk6P0Wl4itwztVyPmLtMLRKfyLDaWSo8qs3OF3PQt3bFui3Hs+0oLxF5Vm99YYE9
      +ar83/LKqY5YZ7xDEifCIwWJpVFGfKrttVcyZrfiu6a1Tbbb0UL1CMZ1juhz7anmVJnt2WY9v7H90qSW7nib+YzMIxaa
      yaqqEfvYeeaP8rGVd4RiXeas5PMzRFIe1ycdMmgeQ4+8ulC1Zfa4bnuWtMdbuu+MmcedZlVQotBEZtxxpEWWJnaZrYIp
      pzculqWuGccPX1ksm10zwluzuqXeNWPq/s99Vs66gld/+PwDBUay8EXe9z25XTa5Ztz2vfYdMs1wgvG2izul3hW0bv7L
      sPzNtcv8P58+KY+6gn/s+sEleckVVI4+cGXz8LndgtSsujMSdTfDqrvjPl1T+mQde7jp01aVGOJPXe/fPdLTzEpmMutq
      lFdgeCrVR2iJnV+uUDVwPseulWrVV9enxEBmr0t51uGHrXdQVuIdFLDeQdXz1EsvEb1Kp368b8xrfo77E5eBtfeturf/
      npX3rftS32opNqduKbTefvLlysHK+RWVWwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQNpVfmVJvK3TY4hh
      lIh4DMPwiKJbb4kYhRWLxG/1IlIbkNpxr0iWRwxvrr/InGGMzjas0QJ7HzkqN5yLt4QHP9JazL5ZfFavQqb7Zfo2mbgW
      z9pr4b+B1+LFfW9MTkddHMuAupjVPNtIR138NAPqoqhp5NF01MWZDKiLgm98pyMddTGWAXXRNzz0r3TUxcVMuI789fEN
      sc54h+RYL77AGRm3he3+29XGxCXyTHykko94RJ9rT8OuNEPOLrQfXW5fs7M91tX1yeQBDfMZ/CKxOe2XmxqufbRF29U/
      W0S3kUjiv2T1R3QbOWTmh3Q+I6LbyAUzv6Dziohuo+aKRJOrMiei22jQzIM6r4roNtph5h06nxfRbXS9ma/XeTCi2+iQ
      mQ/pvCai2+iImZv/Bu9eufxQbu/y9b3L1l8wdm3fuaM10hJtff2rMwNL+39z/4Wf7S7Lv/vBq6+d/Mlryy9L9nDj9kce
      KZargZnPvN537jEBACAjpOMe9sMMuId9863Ff0/HPew/M+Aednr+oqMt3fE2yU689HwzWVVVfbth35Xq+9LP/GjZU7Eu
      c5aEJ9x9Oq1zh9ohg2bt6JEd9hqV2uO67ZItn2/pvjMmWQ/OMZd1rzlrmqx7/iavvGxtPrc/4JNPWZt7Dnw4RQaszfb2
      ZQVyV+J2Vgp6y+dK1No0Xuz+hEy1Nt95pTEs91hzO1/6dqu8YKXPHIwukw+szYHdR/tll7V5MP+VTVJtbW6cd35I1lqb
      X//19EMSth6h6K2uo5JjbVadeexlOWVNeH9843k5aG3Wf+3td+SwNWGoee8fZMxK+0+MXZJyK/3mtrnH+dy5Huv8Zye7
      6gwmC0qdmeTXHXWqvbqrisCnu+rcZemuOsHJh1ZnK0d3VVEkP8HUaZ2ku+ok5uquKpuA7qpymKy76jTn6a6qmym6q+o3
      X3dVXSY/LVRJF+quegsU6a4qq2LdVe+KN6u8e7geuT+DA5U3/vVobvhXRjquR8WVN/716N2x0/vTURe3ZEBdvHts48l0
      1EV1BtTF9xf88b101MWCDKiLL95129J01EVrBtRFVnV0XzrqoisD6uLEn/r2pKMuejKgLn5fVrEwHXWxJgPqovSDL3Sk
      oy42ZEBdXLl1qC8ddbErA+piYKhnUXIt5piv31wM/RVKf1m6tq/q5DprEwjMEsPjNTfNH5/1OwC9pb64+csTMz1eIyvH
      ZzS7nspeezll4H+0Fu+tvv931l/OYnYVGL0eGbGe1Ohvdx+Jxdta5HKF89uONw6secJIfv30rgo1jc60/+TmM5y08elS
      nXqctOFYmU69Tlp/YpZOfU5ad6Zcp1lOWnvuJp1mO2n44s06zXHSmtGP69TvpKGnb9XpJCcNVgd1mptMg00NIZ0GnLSx
      tUank520YUlYp3lOWt9Tq9MpTlq3uk6n+U5au6FepwVOGt7WoNNCJ63Z26jTIicNHWjSabGTBr813/hPy8M6/8Pu3eNl
      JaVes7T9ifJeEQxKsSH2H4JFNq3oH7i3IugaD6UYD7nGa1KM17jGwynGw67x2hTjta7xuhTjda7x+hTj9a7xhhTjDa7x
      xhTjja7xphTjTc54SK2ff+L6uBYwFEo1IcQv0fDf8G8dCs1n1kIBAA==
      """;

  private H5pyFile() {}

  static byte[] bytes(String packed) {
    byte[] zipped = Base64.getMimeDecoder().decode(packed);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return in.readAllBytes();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
